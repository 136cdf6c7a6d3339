import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list, post, remove } from "../app/api.js";
import { unsolved } from "../app/tickets.js";
import { statusBadge } from "./ticket-row.js";
import { errorState, skeleton } from "./states.js";
import { attempt, toast } from "./toast.js";

const OWN = new Set(["parent", "child", "problem", "incident", "related", "original", "duplicate"]);

/** What belongs to a ticket (row 41), and what may say the same (row 47). */
class TicketLinks extends MoatElement {
  set ticket(ticket) {
    const same = this._ticket?.id === ticket.id;
    this._ticket = ticket;
    if (this.isConnected && !same) this.load();
  }

  mount() {
    this.hear("links", id => id === this._ticket?.id && this.load(true));
    this.hear("event", ({ type, data }) => /moat\.tickets\.(un)?linked$/.test(type) && data.ticket?.id === this._ticket?.id
      && this.load(true));
    if (!this.upgrade("ticket") && this._ticket) this.load();
  }

  async load(quiet = false) {
    const { id } = this._ticket;
    if (!quiet) fill(this, skeleton(2));
    try {
      const [links, alike] = await Promise.all([list(`/tickets/${id}/links`, {}, { size: 100 }),
        list(`/tickets/${id}/duplicates`, {}, { size: null }).catch(() => ({ items: [] }))]);
      if (id === this._ticket.id) this.draw(links.items.filter(each => each.role !== "distinct"), alike.items);
    } catch (problem) {
      if (id === this._ticket.id) fill(this, errorState(problem, () => this.load()));
    }
  }

  draw(links, alike) {
    const ticket = this._ticket;
    const open = links.filter(each => each.role === "incident" && unsolved(each));
    fill(this, alike.map(each => h("div.alike", {}, h("p", {}, icon("alert"), t("links.alike", { percent:
      Math.round(each.similarity * 100) })), this.row({ ...each, role: null }), h("div.alike-actions", {},
      h("button.button.small", { type: "button", onclick: async () => (await import("../dialogs/merge.js")).openMerge(ticket) },
        icon("join"), t("links.merge")),
      h("button.link-button", { type: "button", onclick: () => this.distinct(each) }, t("links.distinct"))))),
    links.length ? h("ul.links", {}, links.map(each => h("li", {}, this.row(each)))) : alike.length ? null
      : h("p.quiet", {}, t("links.none")),
    open.length ? h("button.button.small", { type: "button", onclick: async () =>
      (await import("../dialogs/links.js")).openSolution(ticket, open.length) }, icon("check"),
    t("incidents.title", { n: open.length })) : null,
    h("button.link-button", { type: "button", onclick: async () => (await import("../dialogs/links.js")).openLink(ticket) },
      icon("plus"), t("links.add")));
  }

  row(each) {
    return h("div.link-row", {}, each.role ? h("span.link-role", {}, t(`link.role.${each.role}`)) : null,
      h("a", { href: `/inbox/all/${each.ticket.id}` }, `#${each.ticket.number} ${each.ticket.subject || t("ticket.noSubject")}`),
      statusBadge(each.status), OWN.has(each.role) ? h("button.icon-button.small", { type: "button", title: t("links.remove"),
        "aria-label": t("links.removeNamed", { number: each.ticket.number }), onclick: () => this.unlink(each) }, icon("close")) : null);
  }

  unlink(each) {
    const { id } = this._ticket;
    return attempt(async () => {
      await remove(`/tickets/${id}/links/${each.role}/${each.ticket.id}`);
      this.load(true);
      toast(t("links.removed", { number: each.ticket.number }), { action: t("action.undo"), undo: true, run: () => attempt(async () => {
        await post(`/tickets/${id}/links`, { role: each.role, other: each.ticket.id });
        this.load(true);
      }) });
    });
  }

  distinct(each) {
    return attempt(async () => {
      await post(`/tickets/${this._ticket.id}/links`, { role: "distinct", other: each.ticket.id });
      this.load(true);
    });
  }
}
customElements.define("ticket-links", TicketLinks);
