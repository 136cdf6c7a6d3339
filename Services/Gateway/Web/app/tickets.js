import { t, named } from "./i18n.js";
import { dueAt, duration } from "./time.js";
import { patch, get } from "./api.js";
import { me, ticket as known, takeTicket, foresee, agentName, teamName } from "./state.js";
import { toast } from "../components/toast.js";

// What the pages know about tickets: which view shows them, how urgent they are, how they are changed.

export const STATUSES = ["new", "open", "pending", "hold", "solved", "closed"];
export const PRIORITIES = ["low", "normal", "high", "urgent"];
export const TIERS = ["standard", "silver", "gold", "vip"];
export const unsolved = ticket => ticket.status !== "solved" && ticket.status !== "closed";

/** Whether a view shows a ticket: the same rules as the server's, for live lists. */
export function belongs(ticket, view) {
  switch (view) {
    case "mine": return unsolved(ticket) && ticket.assignee === me() && !ticket.snooze;
    case "unassigned": return unsolved(ticket) && !ticket.assignee && !ticket.snooze;
    case "open": return unsolved(ticket);
    case "waiting": return unsolved(ticket) && Boolean(ticket.waitingSince) && !ticket.snooze;
    case "pending": return ticket.status === "pending" || ticket.status === "hold";
    case "snoozed": return unsolved(ticket) && Boolean(ticket.snooze);
    case "solved": return ticket.status === "solved" || ticket.status === "closed";
    default: return true;
  }
}

const dueTime = ticket => Math.min(...liveClocks(ticket).map(clock => Date.parse(clock.dueAt ?? clock.breachedAt)), Infinity);

/** The order of a list, the same as the server's. */
export function order(sort) {
  const newest = member => (a, b) => b[member].localeCompare(a[member]);
  switch (sort) {
    case "due": return (a, b) => dueTime(a) - dueTime(b) || newest("updatedAt")(a, b);
    case "priority": return (a, b) =>
      PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) || newest("updatedAt")(a, b);
    case "created": return newest("createdAt");
    default: return newest("updatedAt");
  }
}

/** Whether what a clock promises has not happened yet. */
const outstanding = (clock, ticket) => unsolved(ticket) && !clock.metAt
  && !(clock.metric === "firstResponse" && ticket.firstRepliedAt);

/** The clocks that still run against us. */
export function liveClocks(ticket) {
  return (ticket.clocks ?? []).filter(clock => outstanding(clock, ticket)
    && ((clock.state === "running" && clock.dueAt) || (clock.state === "breached" && clock.breachedAt)));
}

/** Seconds of working time until a clock is due (row 81); null for one that counts day and night, or says no open hours. */
export function workLeft(clock, now = Date.now()) {
  if (!clock.business || !clock.open?.length || clock.state !== "running") return null;
  const due = Date.parse(clock.dueAt);
  // Further away than the hours that are told: what was left when it was last looked at.
  if (now < Date.parse(clock.open[0].from)) return clock.target - clock.elapsed;
  return clock.open.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(due, Date.parse(to)) - Math.max(now, Date.parse(from))),
    0) / 1000;
}

/** One clock as people see it: `{ level: ok|warn|bad|idle|done, icon, text }`. */
export function describeClock(clock, ticket, now = Date.now()) {
  const due = Date.parse(clock.dueAt ?? clock.breachedAt ?? "");
  if (clock.state === "met") return { level: "done", icon: "check", text: t("sla.met") };
  if (clock.state === "cancelled") return { level: "idle", icon: "pause", text: t("sla.cancelled") };
  if (clock.state === "paused") {
    const left = duration(clock.target - clock.elapsed);
    return { level: "idle", icon: "pause", text: t("sla.paused", { time: left }) };
  }
  if (clock.state === "breached" && !outstanding(clock, ticket)) return { level: "bad", icon: "alert", text: t("sla.late") };
  const left = (due - now) / 1000;
  if (left <= 0 || clock.state === "breached") {
    return { level: "bad", icon: "alert", text: t("sla.overdue", { time: duration(-left) }) };
  }
  const work = workLeft(clock, now);
  const rest = work ?? left;
  const warn = rest < Math.max(300, clock.target * 0.25);
  // Working time says little without its moment: “2 h of work = tomorrow 10:30”.
  const text = work === null || left - work < 120 ? t("sla.left", { time: duration(left) })
    : t("sla.workLeft", { time: duration(work), when: dueAt(due, now) });
  return { level: warn ? "warn" : "ok", icon: "clock", text };
}

/** The clock that matters most on a ticket, for a row; undefined without one. */
export function urgentClock(ticket) {
  const live = liveClocks(ticket);
  if (live.length) {
    return live.reduce((a, b) => (Date.parse(a.dueAt ?? a.breachedAt) <= Date.parse(b.dueAt ?? b.breachedAt) ? a : b));
  }
  return unsolved(ticket) ? (ticket.clocks ?? []).find(each => each.state === "paused") : undefined;
}

/** What a field's value is called. */
export function valueName(field, value) {
  if (value === null || value === undefined || value === "") return t("field.none");
  if (field === "status") return t(`status.${value}`);
  if (field === "priority") return t(`priority.${value}`);
  if (field === "assignee") return agentName(value) ?? t("field.unknownAgent");
  if (field === "team") return teamName(value) ?? value;
  if (Array.isArray(value)) return value.length ? value.join(t("list.comma")) : t("field.none");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * Changes a ticket: shown at once, confirmed by the server, taken back when it refuses. When somebody else was faster, a
 * change of a field they did not touch is tried again; otherwise the newest state is shown with an offer to repeat ours.
 */
export async function update(id, change, { undoable = true } = {}) {
  const before = known(id);
  if (!before) return;
  const takeBack = foresee(id, change);
  try {
    takeTicket(await patch(`/tickets/${id}`, { ...change, merge: true }, before.version));
    if (undoable) offerUndo(id, before, change);
  } catch (problem) {
    takeBack();
    if (problem.status === 412) return settle(id, before, change, undoable);
    toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
  }
}

async function settle(id, before, change, undoable) {
  const now = takeTicket(await get(`/tickets/${id}`));
  const untouched = Object.keys(change).every(field => JSON.stringify(now[field]) === JSON.stringify(before[field]));
  if (untouched) return update(id, change, { undoable });
  const field = Object.keys(change)[0];
  toast(t("error.changedMeanwhile", { field: t(`field.${field}`), value: valueName(field, now[field]) }), {
    kind: "warn", action: t("action.applyMine"), run: () => update(id, change),
  });
}

/** Sets a field that the house has named itself. */
export async function setField(id, name, value) {
  const before = known(id)?.fields?.[name];
  try {
    takeTicket(await patch(`/tickets/${id}`, { fields: { [name]: value } }));
    toast(t("toast.fieldSet", { field: named(`intent.${name}`, name), value: valueName(name, value) }),
      { action: t("action.undo"), undo: true, run: () => setField(id, name, before ?? null) });
  } catch (problem) {
    toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
  }
}

function offerUndo(id, before, change) {
  const [field] = Object.keys(change);
  const old = Object.fromEntries(Object.keys(change).map(name => [name, before[name] ?? (name === "tags" ? [] : "")]));
  toast(t("toast.changed", { number: before.number, field: t(`field.${field}`), value: valueName(field, change[field]) }), {
    action: t("action.undo"), run: () => update(id, old, { undoable: false }), undo: true,
  });
}
