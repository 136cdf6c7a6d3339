import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list } from "../app/api.js";
import { ago } from "../app/time.js";
import { errorState, skeleton } from "./states.js";

/** The conversations with others beside a ticket (row 38). */
class TicketTalks extends MoatElement {
  set ticket(ticket) {
    const same = this._ticket?.id === ticket.id;
    this._ticket = ticket;
    if (this.isConnected && !same) this.load();
  }

  mount() {
    this.hear("talks", id => id === this._ticket?.id && this.load(true));
    this.hear("event", ({ type, data }) => type.startsWith("moat.tickets.side.") && data.ticket?.id === this._ticket?.id
      && this.load(true));
    if (!this.upgrade("ticket") && this._ticket) this.load();
  }

  async load(quiet = false) {
    const { id } = this._ticket;
    if (!quiet) fill(this, skeleton(2));
    try {
      const { items } = await list(`/tickets/${id}/side-conversations`, {}, { size: null });
      if (id === this._ticket.id) this.draw(items);
    } catch (problem) {
      if (id === this._ticket.id) fill(this, errorState(problem, () => this.load()));
    }
  }

  draw(items) {
    const ticket = this._ticket;
    fill(this, items.length ? h("ul.talks", {}, items.map(each => h("li", {}, h("button.talk", { type: "button",
      onclick: async () => (await import("../dialogs/side-talk.js")).readTalk(ticket, each) },
    h("strong", {}, each.subject), h("span.quiet", {}, h("bdi", {}, each.name || each.address), " · ",
      each.answered ? h("span.chip.chip-accent", {}, t("talks.answered")) : each.state === "done" ? t("talks.done") : t("talks.waiting"),
      ago(each.updatedAt)))))) : h("p.quiet", {}, t("talks.none")),
    h("button.link-button", { type: "button", onclick: async () => (await import("../dialogs/side-talk.js")).openTalk(ticket) },
      icon("plus"), t("talks.add")));
  }
}
customElements.define("ticket-talks", TicketTalks);
