import { h } from "../app/dom.js";
import { t, named, known } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { ago } from "../app/time.js";
import { valueName } from "../app/tickets.js";

// What happened to a ticket between the messages, in sentences.

const SPOKEN = new Set(["opened", "received", "replied", "noted", "muted", "delivery", "sla.started", "sla.resumed",
  "sla.paused"]);
const TOLD = new Set(["merged", "absorbed", "unmerged", "released", "parted", "snoozed", "awoken", "redacted", "discarded",
  "recovered", "side.sent", "side.received"]);
const short = event => event.type.replace(/^moat\.tickets\./, "");
const MOST_SHOWN = 2;

/** Whether an event has a line of its own: messages are shown as messages. */
export const isLine = event => !SPOKEN.has(short(event)) && sentences(event).length > 0;

function actorName(event) {
  const actor = event.actor;
  if (!actor || actor.kind === "system" || actor.kind === "service") return t("event.system");
  if (actor.kind === "rule") return actor.name ? t("event.rule", { name: actor.name }) : t("event.aRule");
  return actor.name ?? t("event.system");
}

/** The sentences of an event; none for changes that say nothing to people. */
export function sentences(event) {
  const kind = short(event);
  const who = actorName(event);
  const data = event.data ?? {};
  const changes = (data.changes ?? []).filter(change => known(`field.${change.field}`));
  if (kind === "rated") return [t("event.rated", { score: data.rating?.score ?? data.ticket?.rating?.score ?? "?" })];
  if (kind.startsWith("sla.")) {
    const clock = named(`sla.${data.clock?.metric}`, t("sla.title"));
    return known(`event.${kind}`) ? [t(`event.${kind}`, { clock })] : [];
  }
  if (kind === "survey.offered") return [t("event.survey")];
  if (changes.length && !TOLD.has(kind)) {
    return changes.map(change => {
      if (change.field === "assignee" && !change.after) return t("event.unassigned", { who });
      if (change.field === "assignee") return t("event.assigned", { who, to: valueName("assignee", change.after) });
      const values = { who, field: t(`field.${change.field}`), from: valueName(change.field, change.before) };
      return t("event.changed", { ...values, to: valueName(change.field, change.after) });
    });
  }
  if (TOLD.has(kind)) return [t(`event.${kind}`, { who, number: data.other?.number ?? "?" })];
  return ["solved", "reopened", "closed"].includes(kind) ? [t(`event.${kind}`, { who })] : [];
}

const line = event => h("li.event", {}, icon(signOf(short(event))), h("span", {}, sentences(event).join(t("list.comma"))),
  ago(event.time));

function signOf(kind) {
  if (kind === "solved" || kind === "sla.met") return "check";
  if (kind.startsWith("sla.")) return "clock";
  if (kind === "rated") return "star";
  return kind === "assigned" ? "person" : "edit";
}

/** Events between two messages: two are said, more are folded. */
export function eventGroup(events) {
  if (events.length <= MOST_SHOWN) return h("ul.events", {}, events.map(line));
  return h("details.events-fold", {}, h("summary", {}, t("event.more", { n: events.length })),
    h("ul.events", {}, events.map(line)));
}
