import { emit } from "./bus.js";
import { unique } from "./dom.js";
import { t } from "./i18n.js";
import { url, headers, post } from "./api.js";
import { takeTicket } from "./state.js";
import { toast } from "../components/toast.js";

// Messages on their way out. A message waits a few seconds so that it can be called back; leaving the page sends it.

const WAIT = 5_000;
const waiting = new Map();

/** The messages of a ticket that have not arrived yet: `{ id, ticket, kind, text, attachments, at, due, failed }`. */
export const outgoing = ticket => [...waiting.values()].filter(each => each.ticket === ticket);

/** Puts a message in the outbox; notes leave at once, replies after the time to think again. */
export function send(message) {
  const entry = { ...message, id: unique(), at: new Date().toISOString() };
  const wait = message.kind === "reply" ? WAIT : 0;
  entry.due = Date.now() + wait;
  waiting.set(entry.id, entry);
  entry.timer = setTimeout(() => deliver(entry), wait);
  emit("outbox", entry);
  return entry;
}

/** Calls a waiting message back; false when it has left already. */
export function callBack(id) {
  const entry = waiting.get(id);
  if (!entry || entry.left) return false;
  clearTimeout(entry.timer);
  waiting.delete(id);
  emit("outbox", entry);
  emit("calledBack", entry);
  return true;
}

/** Tries a failed message again. */
export function retry(id) {
  const entry = waiting.get(id);
  if (entry) deliver(entry);
}

const path = entry => `/tickets/${entry.ticket}/${entry.kind === "reply" ? "replies" : "notes"}`;
function body(entry) {
  const { text, attachments, status, citations } = entry;
  return {
    text,
    ...(attachments?.length ? { attachments } : {}),
    ...(status ? { status } : {}),
    ...(citations?.length ? { citations } : {}),
  };
}

async function deliver(entry) {
  entry.left = true;
  entry.failed = null;
  emit("outbox", entry);
  try {
    const answer = await post(path(entry), body(entry), { key: entry.id });
    waiting.delete(entry.id);
    emit("outbox", entry);
    takeTicket(answer.ticket, { message: answer.message });
  } catch (problem) {
    entry.failed = problem.message;
    entry.left = false;
    emit("outbox", entry);
    toast(t("error.notSent", { why: problem.message }), { kind: "bad", action: t("action.retry"), run: () => retry(entry.id) });
  }
}

addEventListener("pagehide", () => {
  for (const entry of waiting.values()) {
    if (entry.left || entry.failed) continue;
    clearTimeout(entry.timer);
    entry.left = true;
    fetch(url(path(entry)), {
      method: "POST", keepalive: true, credentials: "same-origin", body: JSON.stringify(body(entry)),
      headers: headers("POST", { "Content-Type": "application/json", "Idempotency-Key": entry.id }),
    });
  }
});
