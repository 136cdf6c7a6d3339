import { emit, on } from "./bus.js";
import { unique } from "./dom.js";
import { list, post } from "./api.js";
import { recall, remember } from "./settings.js";
import { me, takeTicket } from "./state.js";
import { draftGone, knownDraft } from "./drafts.js";
import { attempt } from "../components/toast.js";

// Messages on their way out. A reply is held by the server for the time in which it can be called back, or until its moment;
// a note leaves at once. What has not reached the server yet stays on this machine and is tried again: its key makes sure
// that it arrives once.

const waiting = new Map();
const KEY = () => `outbox.${me()}`;

/** The messages of a ticket that are not out yet: `{ id, ticket, kind, text, attachments, at, state, held, problem }`. */
export const outgoing = ticket => [...waiting.values()].filter(each => each.ticket === ticket)
  .sort((a, b) => (a.held?.sendAt ?? a.at).localeCompare(b.held?.sendAt ?? b.at));

/** Puts a message in the outbox. */
export function send(message) {
  const entry = { ...message, id: unique(), at: new Date().toISOString(), state: "sending" };
  waiting.set(entry.id, entry);
  deliver(entry);
  return entry;
}

/** Tries a message again; `confirmed` though the customer has written since. */
export function retry(id, { confirmed = false } = {}) {
  const entry = waiting.get(id);
  if (!entry) return;
  // Another wish is another request.
  if (confirmed && !entry.confirmed) Object.assign(entry, { confirmed, key: unique() });
  deliver(entry);
}

/** Takes a message back for writing on. */
export async function callBack(id) {
  const entry = waiting.get(id);
  if (!entry || entry.state === "sending") return;
  if (entry.held) {
    const back = await attempt(() => post(`/held-replies/${entry.held.id}/cancellation`));
    if (!back) return;
  }
  forget(entry);
  emit("calledBack", entry);
}

/** Sends a held reply at this moment. */
export const sendNow = id => attempt(async () => {
  const entry = waiting.get(id);
  const held = await post(`/held-replies/${entry.held.id}/release`);
  if (waiting.has(id)) hold(entry, held);
});

function body({ ticket, text, attachments, status, citations, mentions, seen, confirmed, sendAt, cancelOnAnswer, kind }) {
  const wishes = kind === "reply" ? { status, citations, seen, confirmed, sendAt, cancelOnAnswer }
    : { mentions, draft: knownDraft(ticket).kind === "note" ? "own" : null };
  const said = Object.entries(wishes).filter(([, value]) => value && value.length !== 0);
  return { text, ...(attachments?.length ? { attachments } : {}), ...Object.fromEntries(said) };
}

async function deliver(entry) {
  Object.assign(entry, { state: "sending", problem: null });
  keep();
  emit("outbox", entry);
  try {
    const key = { key: entry.key ?? entry.id };
    if (entry.kind === "note") {
      const answer = await post(`/tickets/${entry.ticket}/notes`, body(entry), key);
      forget(entry);
      if (knownDraft(entry.ticket).kind === "note") draftGone(entry.ticket);
      takeTicket(answer.ticket, { message: answer.message });
    } else {
      const held = await post(`/tickets/${entry.ticket}/held-replies`, body(entry), key);
      draftGone(entry.ticket);
      hold(entry, held);
    }
  } catch (problem) {
    entry.state = problem.code === "reply.overtaken" ? "overtaken" : "failed";
    entry.problem = problem.message;
    entry.offline = problem.status === 0 || problem.status === 401;
    keep();
    emit("outbox", entry);
  }
}

function hold(entry, held) {
  if (held.state !== "held") return forget(entry);
  Object.assign(entry, { state: "held", held, text: held.text, at: held.heldAt, author: held.author });
  waiting.set(entry.id, entry);
  keep();
  emit("outbox", entry);
  clearTimeout(entry.timer);
  const rest = Date.parse(held.sendAt) - Date.now();
  // The event says when it is out; should that have been missed, the server is asked.
  if (rest < 3600_000) entry.timer = setTimeout(() => loadHeld(entry.ticket), Math.max(0, rest) + 6_000);
  return undefined;
}

function forget(entry) {
  clearTimeout(entry.timer);
  waiting.delete(entry.id);
  keep();
  emit("outbox", entry);
}

/** What the server holds for a ticket. */
export async function loadHeld(ticket) {
  const { items } = await list(`/tickets/${ticket}/held-replies`, {}, { size: null }).catch(() => ({ items: null }));
  if (!items) return;
  const there = new Map(items.filter(each => each.state === "held").map(each => [each.id, each]));
  for (const entry of outgoing(ticket)) {
    if (!entry.held) continue;
    if (there.has(entry.held.id)) hold(entry, there.get(entry.held.id));
    else forget(entry);
    there.delete(entry.held.id);
  }
  for (const held of there.values()) {
    hold({ id: held.id, ticket, kind: "reply", attachments: held.attachments, citations: held.citations, status: held.status }, held);
  }
}

/** What did not reach the server outlives the page. */
function keep() {
  const left = [...waiting.values()].filter(each => each.state !== "held").map(({ timer, ...each }) => each);
  remember(KEY(), left.length ? JSON.stringify(left) : null);
}

/** Takes up what an earlier page could not bring out. */
export function resumeOutbox() {
  let left = [];
  try { left = JSON.parse(recall(KEY(), "[]")); } catch { /* somebody else's words */ }
  for (const entry of left) {
    if (waiting.has(entry.id)) continue;
    waiting.set(entry.id, entry);
    deliver(entry);
  }
}

on("event", ({ type, data }) => {
  if (!data.ticket) return;
  const kind = type.slice("moat.tickets.".length);
  if (kind === "replied") {
    const sent = outgoing(data.ticket.id).find(each => each.held && each.text === data.message?.text);
    if (sent) forget(sent);
  } else if (kind.startsWith("reply.")) {
    loadHeld(data.ticket.id);
  }
});
on("refetch", () => {
  for (const entry of waiting.values()) if (entry.state === "failed" && entry.offline) deliver(entry);
});
