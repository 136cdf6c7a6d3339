import { h } from "../app/dom.js";
import { t, named, known } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { ago, dueAt } from "../app/time.js";
import { agents } from "../app/state.js";
import { valueName } from "../app/tickets.js";

// What happened to a ticket between the messages, in sentences.

const SPOKEN = new Set(["opened", "received", "replied", "noted", "muted", "delivery", "sla.started", "sla.resumed",
  "sla.paused", "sla.applied", "sla.fulfilled", "sla.cancelled", "effort.corrected", "followers", "offered", "offer.missed",
  "offer.declined", "reply.held", "survey.answered", "survey.cancelled", "survey.overdue"]);
const TOLD = new Set(["merged", "absorbed", "unmerged", "released", "parted", "snoozed", "awoken", "redacted", "discarded",
  "recovered", "side.sent", "side.received", "linked", "unlinked"]);
/** The kind of an event, without what all have. */
export const short = event => event.type.replace(/^moat\.tickets\./, "");
const MOST_SHOWN = 2;

/** Whether an event has a line of its own: messages are shown as messages. */
export const isLine = event => !SPOKEN.has(short(event)) && sentences(event).length > 0;

/** Who did it, as people say it. */
export function actorName(event) {
  const actor = event.actor;
  if (!actor || actor.kind === "system" || actor.kind === "service") return t("event.system");
  if (actor.kind === "rule") return actor.name ? t("event.rule", { name: actor.name }) : t("event.aRule");
  return agents.peek().get(actor.id)?.name ?? actor.name ?? t("event.system");
}

const fieldName = field => (field.startsWith("fields.") ? named(`intent.${field.slice(7)}`, field.slice(7)) : t(`field.${field}`));

/** A change as people read it: “Priority: Normal → High”. */
export const changeLine = change => t("change.line", { field: fieldName(change.field),
  from: valueName(change.field, change.before), to: valueName(change.field, change.after) });

function step(who, { before, after }) {
  if (!before) return t("event.step.added", { who, text: after.text });
  if (!after) return t("event.step.removed", { who, text: before.text });
  if (Boolean(before.doneAt) !== Boolean(after.doneAt)) {
    return t(after.doneAt ? "event.step.done" : "event.step.undone", { who, text: after.text });
  }
  return t("event.step.changed", { who, text: after.text });
}

function held(who, { after }) {
  const state = after?.state ?? after;
  return state === "held" && after.sendAt ? t("event.held", { who, when: dueAt(after.sendAt) }) : named(`event.held.${state}`, "");
}

function changed(who, change) {
  const { field, before, after } = change;
  if (field.startsWith("checklist.")) return step(who, change);
  if (field === "held") return held(who, change);
  if (field === "followers") {
    const came = (after ?? []).filter(each => !(before ?? []).includes(each));
    const names = (came.length ? came : (before ?? []).filter(each => !(after ?? []).includes(each)))
      .map(each => agents.peek().get(each)?.name ?? each).join(t("list.comma"));
    return t(came.length ? "event.follows" : "event.unfollows", { names });
  }
  if (field.startsWith("effort")) return null;
  if (field === "assignee" && !after) return t("event.unassigned", { who });
  if (field === "assignee") return t("event.assigned", { who, to: valueName("assignee", after) });
  if (field === "tags") return tags(who, before ?? [], after ?? []);
  if (!field.startsWith("fields.") && !known(`field.${field}`)) return null;
  return t("event.changed", { who, field: fieldName(field), from: valueName(field, before), to: valueName(field, after) });
}

function tags(who, before, after) {
  const list = items => items.join(t("list.comma"));
  const came = after.filter(each => !before.includes(each)), gone = before.filter(each => !after.includes(each));
  return [came.length ? t("event.tagged", { who, tags: list(came) }) : null,
    gone.length ? t("event.untagged", { who, tags: list(gone) }) : null].filter(Boolean).join(t("list.comma"));
}

/** The sentences of an event; none for changes that say nothing to people. */
export function sentences(event) {
  const kind = short(event);
  const who = actorName(event);
  const data = event.data ?? {};
  if (kind === "rated") return [t("event.rated", { score: data.rating?.score ?? data.ticket?.rating?.score ?? "?" })];
  if (kind.startsWith("sla.")) {
    const clock = named(`sla.${data.clock?.metric}`, t("sla.title"));
    if (kind === "sla.escalated") {
      return [t("event.sla.escalated", { clock, names: (data.escalation?.agents ?? []).map(each =>
        agents.peek().get(each)?.name ?? each).join(t("list.comma")) || t(`escalate.${data.escalation?.to}`) })];
    }
    return known(`event.${kind}`) ? [t(`event.${kind}`, { clock })] : [];
  }
  if (kind === "survey.offered") return [t("event.survey")];
  if (kind === "survey.bad") return [t("event.survey.bad")];
  if (kind === "linked" || kind === "unlinked") {
    const role = (data.changes ?? [])[0]?.field?.split(".")[1];
    return [t(`event.${kind}`, { who, number: data.other?.number ?? "?", role: named(`link.role.${role}`, role ?? "") })];
  }
  if (TOLD.has(kind)) return [t(`event.${kind}`, { who, number: data.other?.number ?? "?" })];
  const lines = (data.changes ?? []).map(change => changed(who, change)).filter(Boolean);
  if (lines.length) return lines;
  return ["solved", "reopened", "closed"].includes(kind) ? [t(`event.${kind}`, { who })] : [];
}

const line = event => h("li.event", {}, icon(signOf(short(event))), h("span", {}, sentences(event).join(t("list.comma"))),
  ago(event.time));

function signOf(kind) {
  if (kind === "solved" || kind === "sla.met") return "check";
  if (kind.startsWith("sla.")) return "clock";
  if (kind === "rated") return "star";
  if (kind.includes("linked")) return "link";
  return kind === "assigned" ? "person" : "edit";
}

/** Events between two messages: two are said, more are folded. */
export function eventGroup(events) {
  if (events.length <= MOST_SHOWN) return h("ul.events", {}, events.map(line));
  return h("details.events-fold", {}, h("summary", {}, t("event.more", { n: events.length })),
    h("ul.events", {}, events.map(line)));
}
