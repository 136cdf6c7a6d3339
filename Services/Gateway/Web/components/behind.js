import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { get, list } from "../app/api.js";
import { openDialog } from "./dialog.js";
import { emptyState, errorState, skeleton } from "./states.js";
import { miniTicket } from "./mini-ticket.js";

const PAGE = 20;

/** Shows the tickets behind a number. */
export function openBehind(metric, name, query) {
  const rows = h("ul.mini-tickets");
  const foot = h("div");
  const dialog = openDialog(t("reports.behind", { name }), [rows, foot], { size: "side" });
  rows.addEventListener("click", event => { if (event.target.closest("a")) dialog.close(); });
  let ids = null;
  fill(foot, skeleton(6));
  load();

  async function load() {
    try {
      ids ??= (await list(`/metrics/${metric}/tickets`, query, { size: null })).items;
      const tickets = await Promise.all(ids.splice(0, PAGE).map(id => get(`/tickets/${id}`).catch(() => null)));
      for (const each of tickets.filter(Boolean)) rows.append(h("li", {}, miniTicket(each, { requester: true })));
      fill(foot, ids.length ? h("button.button", { type: "button", onclick: () => load() }, t("timeline.more"))
        : rows.children.length ? null : emptyState("inbox", t("reports.behindEmpty")));
    } catch (problem) {
      fill(foot, errorState(problem, () => load()));
    }
  }
}
