import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list } from "../app/api.js";
import { statusBadge } from "./ticket-row.js";

/** Finds a ticket by words or number; `near` are offered before anything is typed, `without` an id that is not. */
class TicketFinder extends MoatElement {
  near = [];

  mount() {
    this.field = h("input.search-field", { type: "search", placeholder: t("finder.search"), "aria-label": t("finder.search"),
      oninput: debounce(() => this.search(), 200), onkeydown: event => this.key(event) });
    this.rows = h("div.finder-rows", { role: "radiogroup", "aria-label": t("finder.results") });
    fill(this, h("div.search-box", {}, icon("search"), this.field), this.rows);
    this.draw(this.near);
  }

  async search() {
    const words = this.field.value.trim();
    const turn = this.turn = (this.turn ?? 0) + 1;
    if (!words) return this.draw(this.near);
    const { items } = await list("/tickets", { view: "all", search: words.replace(/^#/, "") }, { size: 8 }).catch(() => ({ items: [] }));
    if (turn === this.turn) this.draw(items);
  }

  draw(items) {
    const shown = items.filter(each => each.id !== this.without);
    fill(this.rows, shown.length ? shown.map(each => this.row(each)) : h("p.quiet.finder-none", {}, t("finder.nothing")));
  }

  row(each) {
    const box = h("input", { type: "radio", name: "finder", value: each.id, onchange: () => {
      this.chosen = each;
      this.onpick?.(each);
    } });
    box.checked = this.chosen?.id === each.id;
    return h("label.finder-row", {}, box, h("span.finder-text", {}, h("strong", {}, each.subject || t("ticket.noSubject")),
      h("span.quiet", {}, h("span.tabular", {}, `#${each.number}`), each.requester?.name ?? "", each.status ? statusBadge(each.status)
        : null, each.hint ? h("span.chip", {}, each.hint) : null)));
  }

  key(event) {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.rows.querySelector("input")?.focus();
    }
  }
}
customElements.define("ticket-finder", TicketFinder);

/** A finder with these settings. */
export const ticketFinder = settings => Object.assign(document.createElement("ticket-finder"), settings);

/** Tickets that may belong to one: those that seem to say the same, then the customer's others. */
export async function nearby(ticket) {
  const quiet = promise => promise.catch(() => ({ items: [] }));
  const [same, others] = await Promise.all([
    quiet(list(`/tickets/${ticket.id}/duplicates`, {}, { size: null })),
    quiet(list("/tickets", { view: "all", requester: ticket.requester.id, sort: "updated" }, { size: 8 })),
  ]);
  const alike = same.items.map(each => ({ ...each.ticket, status: each.status, requester: ticket.requester,
    hint: t("finder.alike", { percent: Math.round(each.similarity * 100) }) }));
  return [...alike, ...others.items.filter(each => !alike.some(one => one.id === each.id))].filter(each => each.id !== ticket.id);
}
