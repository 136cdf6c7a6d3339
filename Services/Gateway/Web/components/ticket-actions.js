import { t } from "../app/i18n.js";
import { put, post, remove } from "../app/api.js";
import { navigate } from "../app/router.js";
import { me, takeTicket } from "../app/state.js";
import { unsolved } from "../app/tickets.js";
import { keyName } from "../app/keyboard.js";
import { openMenu } from "./menu.js";
import { chooseSnooze } from "./ticket-state.js";
import { attempt, toast } from "./toast.js";

// Everything that can be done with a ticket beside answering it: one list for the menu, the palette and the keys.

const follows = ticket => ticket.followers?.includes(me());
const there = ticket => !ticket.trashedAt && !ticket.mergedInto;

async function follow(ticket) {
  const path = `/tickets/${ticket.id}/followers/${me()}`;
  const was = follows(ticket);
  const now = await attempt(() => (was ? remove(path) : put(path, {})));
  if (!now) return;
  takeTicket(now);
  toast(t(was ? "follow.ended" : "follow.done", { number: ticket.number }));
}

async function trash(ticket) {
  const gone = await attempt(() => remove(`/tickets/${ticket.id}`, ticket.version));
  if (!gone) return;
  takeTicket(gone);
  const view = location.pathname.split("/")[2] ?? "mine";
  navigate(`/inbox/${view}${location.search}`);
  toast(t("trash.done", { number: ticket.number }), { action: t("action.undo"), undo: true, run: () => attempt(async () => {
    takeTicket(await post(`/tickets/${ticket.id}/restoration`));
    navigate(`/inbox/${view}/${ticket.id}${location.search}`);
  }) });
}

const ACTIONS = [
  { id: "snooze", key: "z", icon: "clock", when: ticket => there(ticket) && unsolved(ticket) && !ticket.snooze,
    run: (ticket, anchor) => chooseSnooze(ticket, anchor) },
  { id: "follow", key: "f", icon: "follow", when: there, run: follow, title: ticket => t(follows(ticket) ? "command.unfollow"
    : "command.follow") },
  { id: "merge", key: "c", icon: "join", when: ticket => there(ticket) && ticket.status !== "closed",
    run: async ticket => (await import("../dialogs/merge.js")).openMerge(ticket) },
  { id: "split", icon: "split", when: there, run: async ticket => (await import("../dialogs/split.js")).openSplit(ticket) },
  { id: "link", key: "l", icon: "link", when: there, run: async ticket => (await import("../dialogs/links.js")).openLink(ticket) },
  { id: "followUp", icon: "plus", when: there,
    run: async ticket => (await import("../dialogs/new-ticket.js")).openNewTicket(ticket) },
  { id: "talk", icon: "talk", when: there, run: async ticket => (await import("../dialogs/side-talk.js")).openTalk(ticket) },
  { id: "effort", icon: "clock", when: there, run: async ticket => (await import("../dialogs/effort.js")).openEffort(ticket) },
  { id: "explain", key: "y", icon: "question", when: () => true,
    run: async ticket => (await import("../dialogs/explain.js")).openExplain(ticket) },
  { id: "history", key: "h", icon: "history", when: () => true,
    run: async ticket => (await import("../dialogs/history.js")).openHistory(ticket) },
  { id: "redact", icon: "hide", when: there, danger: true, run: async ticket => {
    const chosen = String(getSelection());
    (await import("../dialogs/redact.js")).openRedact(ticket, chosen.trim());
  } },
  { id: "trash", key: "#", icon: "trash", when: there, danger: true, run: trash },
];

const titleOf = (action, ticket) => action.title?.(ticket) ?? t(`command.${action.id}`);

/** The menu of a ticket's actions. */
export function openActions(ticket, anchor) {
  openMenu(anchor, ACTIONS.filter(each => each.when(ticket)).map(each => ({ value: each.id, label: titleOf(each, ticket),
    icon: each.icon, danger: each.danger, hint: each.key ? keyName(each.key) : null, run: () => each.run(ticket, anchor) })),
  { label: t("command.actions"), filter: false });
}

/** The same as commands; `ticket()` is the open one, `anchor()` where menus hang. */
export const actionCommands = (ticket, anchor) => ACTIONS.map(each => ({ id: each.id, key: each.key, icon: each.icon,
  group: "ticket", title: () => titleOf(each, ticket()), when: () => Boolean(ticket()) && each.when(ticket()),
  run: () => each.run(ticket(), anchor()) }));
