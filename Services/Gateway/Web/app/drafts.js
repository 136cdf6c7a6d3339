import { recall, remember } from "./settings.js";
import { me } from "./state.js";

// Unsent words, per person, ticket and kind; they outlive the page.

const name = (ticket, kind) => `draft.${me()}.${ticket}.${kind}`;

/** `{ text, attachments, citations }`, empty without a draft. */
export function readDraft(ticket, kind) {
  try {
    return JSON.parse(recall(name(ticket, kind))) ?? { text: "", attachments: [], citations: [] };
  } catch {
    return { text: "", attachments: [], citations: [] };
  }
}

export function keepDraft(ticket, kind, draft) {
  const empty = !draft.text.trim() && !draft.attachments.length;
  remember(name(ticket, kind), empty ? null : JSON.stringify(draft));
}

/** Whether anything unsent waits on a ticket. */
export const hasDraft = ticket => Boolean(recall(name(ticket, "reply")) || recall(name(ticket, "note")));
