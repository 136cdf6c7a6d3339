import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import * as api from "../app/api.js";
import { relative } from "../app/time.js";
import { loadTicket, takeTicket, ticket as known } from "../app/state.js";
import { unsolved } from "../app/tickets.js";
import { openMenu } from "./menu.js";
import { attempt, toast } from "./toast.js";

// What a ticket is beside its status: gone on in another one, put aside, thrown away; and the way back.

const bar = (text, label, run) => h("div.state-bar", { role: "status" }, h("span", {}, text),
  h("button.button", { type: "button", onclick: run }, icon("undo"), label));

/** The bar above a conversation; nothing for a ticket that is simply there. */
export function stateBar(ticket, view) {
  if (ticket.mergedInto) return mergedBar(ticket, view);
  if (ticket.trashedAt) {
    return bar(t("state.trashed", { when: relative(ticket.trashedAt) }), t("state.restore"), () => attempt(async () =>
      takeTicket(await api.post(`/tickets/${ticket.id}/restoration`, {}))));
  }
  if (ticket.snooze) {
    const text = ticket.snooze.until ? t("state.snoozed", { when: relative(ticket.snooze.until) }) : t("state.snoozedReply");
    return bar(text, t("state.wake"), () => attempt(async () =>
      takeTicket(await api.request("DELETE", `/tickets/${ticket.id}/snooze`))));
  }
  return null;
}

function mergedBar(ticket, view) {
  const target = known(ticket.mergedInto);
  if (!target) loadTicket(ticket.mergedInto).then(() => takeTicket(known(ticket.id)), () => {});
  const node = bar(t("state.merged", { number: target?.number ?? "…" }), t("state.unmerge"), () => undo(ticket));
  node.prepend(h("a.button", { href: `/inbox/${view}/${ticket.mergedInto}` }, icon("right"), t("state.goThere")));
  return node;
}

/** Says what could not be taken back. */
async function undo(ticket) {
  const done = await attempt(async () => {
    const { items } = await api.list(`/tickets/${ticket.id}/merges`);
    const merge = items.find(each => each.source.id === ticket.id && !each.undoneAt);
    return merge ? api.post(`/merges/${merge.id}/undo`, {}) : null;
  });
  if (!done) return;
  takeTicket(done.target);
  takeTicket(done.source);
  const gaps = done.merge.gaps ?? [];
  toast(gaps.length ? t("state.gaps", { why: gaps.map(gap => gap.detail).join(" ") }) : t("state.unmerged"));
}

const HOUR = 3600;
const PRESETS = [["hour", HOUR], ["hours", 4 * HOUR], ["day", 24 * HOUR], ["week", 7 * 24 * HOUR], ["reply", null], ["moment"]];

/** Lets somebody put a ticket aside for a while, until a moment, or until the customer writes. */
export function chooseSnooze(ticket, anchor) {
  const put = body => attempt(async () => {
    takeTicket(await api.request("PUT", `/tickets/${ticket.id}/snooze`, { body }));
    toast(t("snooze.done", { number: ticket.number }), { action: t("action.undo"), undo: true, run: () => attempt(async () =>
      takeTicket(await api.request("DELETE", `/tickets/${ticket.id}/snooze`))) });
  });
  openMenu(anchor, PRESETS.map(([name]) => ({ value: name, label: t(`snooze.${name}`) })), {
    label: t("snooze.title"), filter: false,
    onpick: async name => {
      if (name === "moment") return (await import("../dialogs/moment.js")).openMoment(t("snooze.title"), until => put({ until }));
      const seconds = PRESETS.find(each => each[0] === name)[1];
      return put(seconds ? { seconds } : {});
    },
  });
}

/** The button for it. */
export function snoozeButton(ticket) {
  if (!unsolved(ticket) || ticket.snooze || ticket.trashedAt) return null;
  return h("button.icon-button", { type: "button", "aria-haspopup": "listbox", title: `${t("snooze.title")} (z)`,
    "aria-label": t("snooze.title"), onclick: event => chooseSnooze(ticket, event.currentTarget) }, icon("clock"));
}
