import { h, fill } from "../app/dom.js";
import { t, named } from "../app/i18n.js";
import { list } from "../app/api.js";
import { dayName, duration, exact, clockTime } from "../app/time.js";
import { agents } from "../app/state.js";
import { openDialog } from "../components/dialog.js";
import { actorName, sentences, short } from "../components/events.js";
import { errorState, skeleton } from "../components/states.js";

/** What only the history tells. */
const QUIET = new Set(["received", "replied", "noted", "muted", "opened", "sla.started", "sla.paused", "sla.resumed",
  "sla.fulfilled", "sla.cancelled", "offered", "offer.missed", "offer.declined", "survey.answered", "side.changed"]);

/** The sentences of an event for the whole history: messages and clocks, too. */
function historyLines(event) {
  const kind = short(event);
  if (!QUIET.has(kind)) {
    if (kind === "effort.corrected") {
      const change = event.data.changes?.find(each => each.field.startsWith("effort") && typeof each.after === "number");
      return [t("history.corrected", { who: actorName(event), time: duration(Math.abs(change?.after ?? 0)) })];
    }
    return sentences(event);
  }
  const { message, clock, ticket } = event.data ?? {};
  const values = { who: message?.author?.name ?? actorName(event), clock: named(`sla.${clock?.metric}`, t("sla.title")),
    subject: ticket?.subject ?? "", name: agents.peek().get(ticket?.offer?.agent)?.name ?? "" };
  return [t(`history.${kind}`, values)];
}

/** Everything that happened to a ticket, in sentences, by day; and the time that people gave to it. */
export async function openHistory(ticket) {
  const rows = h("div.history", {}, skeleton(8));
  const times = h("p.quiet");
  const foot = h("div");
  openDialog(t("history.title", { number: ticket.number }), [times, rows, foot], { size: "large" });
  list(`/tickets/${ticket.id}/efforts`, {}, { size: null }).then(({ items }) => {
    fill(times, items.length ? t("history.effort", { times: items.map(each => t("history.by", { name: each.name,
      time: duration(each.focusSeconds + each.correctedSeconds) })).join(t("list.comma")) }) : null);
  }, () => {});
  let day = null, block = null, first = true;
  await more();

  async function more(after) {
    try {
      const page = await list(`/tickets/${ticket.id}/history`, {}, { size: 100, after });
      if (first) fill(rows);
      first = false;
      for (const event of page.items) add(event);
      fill(foot, page.after ? h("button.button", { type: "button", onclick: () => more(page.after) }, t("timeline.more")) : null);
    } catch (problem) {
      fill(foot, errorState(problem, () => more(after)));
    }
  }

  function add(event) {
    const lines = historyLines(event);
    if (!lines.length) return;
    const today = new Date(event.time).toDateString();
    if (today !== day) {
      day = today;
      block = h("ul.history-day");
      rows.append(h("h3", {}, dayName(event.time)), block);
    }
    block.append(...lines.map(line => h("li.history-line", {},
      h("time.tabular", { datetime: event.time, title: exact(event.time) }, clockTime(event.time)), h("span", {}, line))));
  }
}
