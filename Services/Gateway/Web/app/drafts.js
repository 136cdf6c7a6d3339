import { recall, remember } from "./settings.js";
import { me } from "./state.js";
import * as api from "./api.js";
import { emit, on } from "./bus.js";

// Unsent words, per person, ticket and kind. They are kept on this machine at once, so they outlive the page, the session and
// the network, and a moment later with the server, so they are there on every machine. The server keeps one draft of a ticket
// for each author: what was written on last. `there` is what this machine knows of it.

const WAIT = 1_500;
const name = (ticket, kind) => `draft.${me()}.${ticket}.${kind}`;
const timers = new Map();
const running = new Map();

/** Nothing written yet. */
export const emptyDraft = () => ({ text: "", attachments: [], citations: [], mentions: [] });

function read(key, without) {
  try { return JSON.parse(recall(key)) ?? without; } catch { return without; }
}

/** `{ text, attachments, citations, mentions, seen, unsaved }`. */
export const readDraft = (ticket, kind) => ({ ...emptyDraft(), ...read(name(ticket, kind)) });
/** The server's draft as this machine last saw it: `{ version, kind }`. */
export const knownDraft = ticket => read(name(ticket, "there"), { version: 0, kind: null });

const know = (ticket, draft) => remember(name(ticket, "there"), draft ? JSON.stringify({ version: draft.version, kind: draft.kind })
  : null);
const put = (ticket, kind, draft) => remember(name(ticket, kind), draft ? JSON.stringify(draft) : null);
const isEmpty = draft => !draft.text.trim() && !draft.attachments.length;

/** Keeps a draft here and, soon, with the server. */
export function keepDraft(ticket, kind, draft) {
  const gone = isEmpty(draft);
  if (gone && recall(name(ticket, kind)) === null) return;
  put(ticket, kind, gone && knownDraft(ticket).kind !== kind ? null : { ...draft, unsaved: true });
  clearTimeout(timers.get(ticket));
  timers.set(ticket, setTimeout(() => saveDraft(ticket, kind), WAIT));
}

/** Forgets a draft, here and with the server. */
export function dropDraft(ticket, kind) {
  clearTimeout(timers.get(ticket));
  put(ticket, kind, null);
  if (knownDraft(ticket).kind !== kind) return;
  know(ticket, null);
  api.remove(`/tickets/${ticket}/drafts/own`).catch(() => {});
}

/** The words are on their way: they are no draft of this machine any more, and soon none of the server's. */
export function letGo(ticket, kind) {
  clearTimeout(timers.get(ticket));
  put(ticket, kind, null);
}

/** The server has made a message of its draft. */
export const draftGone = ticket => know(ticket, null);

/** Whether anything unsent waits on a ticket. */
export const hasDraft = ticket => ["reply", "note"].some(kind => !isEmpty(readDraft(ticket, kind)));

/** Brings a draft to the server; one at a time for a ticket, the newest words last. */
export async function saveDraft(ticket, kind) {
  timers.delete(ticket);
  if (running.has(ticket)) return void running.set(ticket, kind);
  running.set(ticket, null);
  try {
    const draft = readDraft(ticket, kind);
    if (draft.unsaved) await bring(ticket, kind, draft);
  } catch (problem) {
    if (problem.status === 412) emit("draftConflict", { ticket, kind, draft: (await serverDrafts(ticket).catch(() => ({}))).own });
    else emit("draftUnsaved", { ticket, kind, offline: problem.status === 0 || problem.status === 401 });
  } finally {
    const next = running.get(ticket);
    running.delete(ticket);
    if (next) saveDraft(ticket, next);
  }
  return undefined;
}

async function bring(ticket, kind, draft) {
  if (isEmpty(draft)) return dropDraft(ticket, kind);
  const body = { kind, text: draft.text, citations: draft.citations,
    attachments: draft.attachments.filter(each => each.id).map(({ error, ...each }) => ({ inline: false, ...each })) };
  const saved = await api.put(`/tickets/${ticket}/drafts/own`, body, { match: knownDraft(ticket).version });
  know(ticket, saved);
  const now = readDraft(ticket, kind);
  // It was sent or thrown away meanwhile.
  if (isEmpty(now)) return dropDraft(ticket, kind);
  put(ticket, kind, { ...now, unsaved: now.text !== draft.text });
  return emit("draftSaved", { ticket, kind, newer: saved.newerMessages ?? 0 });
}

/** What the server keeps for a ticket: `{ own, shared }`. */
export async function serverDrafts(ticket) {
  const { items } = await api.list(`/tickets/${ticket}/drafts`, {}, { size: null });
  return { own: items.find(each => each.slot === "own"), shared: items.find(each => each.slot === "shared") };
}

/** Makes the server's draft the one of this machine. */
export function takeDraft(ticket, draft) {
  know(ticket, draft);
  put(ticket, draft.kind, { ...emptyDraft(), text: draft.text, attachments: draft.attachments ?? [],
    citations: draft.citations ?? [], seen: draft.seenMessage });
}

/** Goes on with our words in place of the server's. */
export function insistOn(ticket, kind, theirs) {
  know(ticket, theirs);
  put(ticket, kind, { ...readDraft(ticket, kind), unsaved: true });
  return saveDraft(ticket, kind);
}

// After a time away everything that was written meanwhile is brought to the server.
on("refetch", () => {
  const ours = new RegExp(`^moat\\.draft\\.${me()}\\.(.+)\\.(reply|note)$`);
  for (const key of Object.keys(localStorage)) {
    const [, ticket, kind] = ours.exec(key) ?? [];
    if (ticket && readDraft(ticket, kind).unsaved) saveDraft(ticket, kind);
  }
});
