import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, number } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, list } from "../app/api.js";
import { ago } from "../app/time.js";
import { navigate, withQuery } from "../app/router.js";
import { company } from "../app/state.js";
import { TIERS } from "../app/tickets.js";
import { identityText } from "../app/customers.js";
import { customerCard } from "../components/customer-card.js";
import { avatar } from "../components/avatar.js";
import { openMenu } from "../components/menu.js";
import { emptyState, errorState, skeleton } from "../components/states.js";
import { miniTicket } from "../components/mini-ticket.js";
import { tierBadge } from "../components/ticket-row.js";
import { showStanding } from "../components/customer-standing.js";
import "../components/timeline.js";

/** Customers: the list, or one person with tickets and timeline. */
class CustomerPage extends MoatElement {
  mount() {
    this.hear("customer", ({ customer, loser }) => this.customerChanged(customer, loser));
    this.hear("ticket", ({ ticket }) => ticket.requester.id === this.id_ && this.ticketsSoon());
    this.ticketsSoon = debounce(() => this.loadTickets(), 400);
    this.arrive(this.place);
  }

  arrive(place) {
    const { id } = place.params;
    if (id) return this.showOne(id);
    if (this.id_ === null) return this.loadList();
    this.id_ = null;
    this.drawList();
  }

  // The list.

  drawList() {
    document.title = `${t("customers.title")} · ${company.peek() || "Moat"}`;
    const { search = "" } = this.place.query;
    const field = h("input.search-field", { type: "search", placeholder: t("customers.search"),
      "aria-label": t("customers.search"), value: search,
      oninput: debounce(() => navigate(withQuery({ search: field.value.trim() }), { replace: true }), 250) });
    this.tier = h("button.button", { type: "button", "aria-haspopup": "listbox", onclick: () => this.chooseTier() });
    this.body = h("div.page-body", { tabindex: "-1" });
    fill(this, h("div.page", {}, h("header.page-head", {}, h("h1", {}, t("customers.title")),
      h("div.search-box", {}, icon("search"), field),
      h("div.page-tools", {}, this.tier)), this.body));
    fill(this.body, h("div.page-pad", {}, skeleton(8)));
    this.loadList();
  }

  chooseTier() {
    const { tier = "" } = this.place.query;
    openMenu(this.tier, [{ value: "", label: t("customers.allTiers") },
      ...[...TIERS].reverse().map(value => ({ value, label: t(`tier.${value}`) }))],
      { selected: tier, label: t("customer.tier"), onpick: value => navigate(withQuery({ tier: value }), { replace: true }) });
  }

  async loadList(after) {
    const { search, tier } = this.place.query;
    fill(this.tier, tier ? t(`tier.${tier}`) : t("customers.allTiers"), icon("down"));
    const turn = this.turn = (this.turn ?? 0) + 1;
    try {
      const page = await list("/customers", { search, tier }, { size: 50, after });
      if (turn !== this.turn) return;
      this.people = after ? [...this.people, ...page.items] : page.items;
      this.drawRows(page.after);
    } catch (problem) {
      if (turn === this.turn) fill(this.body, errorState(problem, () => this.loadList()));
    }
  }

  drawRows(after) {
    if (!this.people.length) return fill(this.body,
      emptyState("people", t("customers.empty"), { hint: t("customers.emptyHint") }));
    const head = [["customer.name"], ["customer.tier"], ["customer.contact", "hide-small"], ["field.tags", "hide-small"],
      ["customer.openTickets", "number"], ["customer.ticketCount", "number hide-small"],
        ["customer.lastContact", "number hide-small"]];
    fill(this.body, h("table.table", {}, h("thead", {},
      h("tr", {}, head.map(([name, kind]) => h("th", { scope: "col", class: kind }, t(name))))),
      h("tbody", {}, this.people.map(each => h("tr", {},
        h("td", {}, h("span.cell-main", {}, avatar(each.name), h("span", {}, h("a", { href: `/customers/${each.id}` }, each.name),
          each.company ? h("span.quiet.block", {}, each.company) : null))),
        h("td", {}, tierBadge(each.tier) ?? h("span.quiet", {}, t("tier.standard"))),
        h("td.hide-small", {}, h("span.quiet", {}, each.identities.slice(0, 1).map(identityText))),
        h("td.hide-small", {}, h("span.tag-line", {}, each.tags.map(tag => h("span.chip", {}, tag)))),
        h("td.number", {}, number(each.openTickets)), h("td.number.hide-small", {}, number(each.ticketCount)),
        h("td.number.hide-small", {}, each.lastContactAt ? ago(each.lastContactAt) : t("field.none")))))),
    after ? h("p.table-more", {}, h("button.button", { type: "button", onclick: () => this.loadList(after) },
      t("customers.more"))) : null);
  }

  // One person.

  async showOne(id) {
    if (this.id_ === id) return;
    this.id_ = id;
    this.customer = null;
    this.card = h("div", {}, skeleton(8));
    this.ticketBox = h("div", {}, skeleton(6));
    this.standing = h("div", {});
    const timeline = Object.assign(document.createElement("customer-timeline"), { customer: id, size: 30 });
    this.heading = h("h1", {}, "…");
    fill(this, h("div.page", {}, h("header.page-head", {},
      h("a.icon-button", { href: "/customers", "aria-label": t("customer.back"), title: t("customer.back") }, icon("left")),
      this.heading),
      h("div.page-body.customer-columns", {},
        h("section", { "aria-label": t("panel.customer") }, this.card, h("h2", {}, t("customer.standing")), this.standing),
        h("section", {}, h("h2", {}, t("customer.tickets")), this.ticketBox),
        h("section", {}, h("h2", {}, t("panel.timeline")), timeline))));
    this.loadTickets();
    showStanding(this.standing, id, () => this.id_ === id);
    try {
      const customer = await get(`/customers/${id}`);
      if (this.id_ !== id) return;
      if (customer.id !== id) return navigate(`/customers/${customer.id}`, { replace: true });
      this.showCustomer(customer);
    } catch (problem) {
      fill(this.card, errorState(problem, () => { this.id_ = undefined; this.showOne(id); }));
    }
  }

  showCustomer(customer) {
    this.customer = customer;
    document.title = `${customer.name} · ${company.peek() || "Moat"}`;
    fill(this.heading, customer.name);
    fill(this.card, customerCard(customer, { link: false }));
  }

  async loadTickets() {
    const id = this.id_;
    if (!id) return;
    try {
      const { items } = await list("/tickets", { view: "all", requester: id, sort: "updated" });
      if (this.id_ !== id) return;
      this.tickets = items;
      fill(this.ticketBox, items.length ? h("ul.mini-tickets", {}, this.tickets.map(each => h("li", {}, miniTicket(each))))
        : emptyState("inbox", t("customer.noTickets")));
    } catch (problem) {
      if (this.id_ === id) fill(this.ticketBox, errorState(problem, () => this.loadTickets()));
    }
  }

  customerChanged(customer, loser) {
    if (this.id_ === null && this.people) {
      this.people = this.people.filter(each => each.id !== loser).map(each => (each.id === customer.id ? customer : each));
      this.loadList();
      return;
    }
    if (customer.id === this.id_) this.showCustomer(customer);
    else if (loser && loser === this.id_) navigate(`/customers/${customer.id}`, { replace: true });
    if (loser) this.loadTickets();
  }
}

customElements.define("customer-page", CustomerPage);
