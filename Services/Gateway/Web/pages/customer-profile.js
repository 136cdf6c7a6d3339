import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, list, post } from "../app/api.js";
import { navigate } from "../app/router.js";
import { company, mayAdmin, mayLead } from "../app/state.js";
import { customerCard } from "../components/customer-card.js";
import { confirm } from "../components/dialog.js";
import { openMenu } from "../components/menu.js";
import { emptyState, errorState, skeleton } from "../components/states.js";
import { miniTicket } from "../components/mini-ticket.js";
import { showStanding } from "../components/customer-standing.js";
import { toast } from "../components/toast.js";
import "../components/timeline.js";
import "../components/customer-papers.js";

/** One person: who they are, where they stand, what is known and written down, tickets and timeline. */
class CustomerProfile extends MoatElement {
  mount() {
    this.hear("customer", ({ customer, loser }) => this.customerChanged(customer, loser));
    this.hear("ticket", ({ ticket }) => ticket.requester.id === this.person && this.ticketsSoon());
    this.hear("event", ({ type, data }) => type.startsWith("moat.customers.coupon.") && data.coupon.customer === this.person
      && this.standingSoon());
    this.ticketsSoon = debounce(() => this.loadTickets(), 400);
    this.standingSoon = debounce(() => showStanding(this.standing, this.person, () => this.isConnected), 400);
    this.arrive(this.place);
  }

  async arrive({ params: { id } }) {
    if (this.person === id) return;
    this.person = id;
    this.card = h("div", {}, skeleton(8));
    this.ticketBox = h("div", {}, skeleton(6));
    this.standing = h("div", {});
    const part = (name, more) => Object.assign(document.createElement(name), { customer: id, ...more });
    this.heading = h("h1", {}, "…");
    const more = h("button.icon-button", { type: "button", "aria-haspopup": "listbox", title: t("customer.more"),
      "aria-label": t("customer.more"), onclick: () => this.menu(more) }, icon("more"));
    fill(this, h("div.page", {}, h("header.page-head", {},
      h("a.icon-button", { href: "/customers", "aria-label": t("customer.back"), title: t("customer.back") }, icon("left")),
      this.heading, h("div.page-tools", {}, mayLead() ? more : null)),
      h("div.page-body.customer-columns", {},
        h("section", { "aria-label": t("panel.customer") }, this.card, h("h2", {}, t("customer.standing")), this.standing,
          part("customer-papers")),
        h("section", {}, h("h2", {}, t("customer.tickets")), this.ticketBox),
        h("section", {}, h("h2", {}, t("panel.timeline")), part("customer-timeline", { size: 30 })))));
    this.loadTickets();
    showStanding(this.standing, id, () => this.person === id);
    try {
      const customer = await get(`/customers/${id}`);
      if (this.person !== id) return;
      if (customer.id !== id) return navigate(`/customers/${customer.id}`, { replace: true });
      this.show(customer);
    } catch (problem) {
      fill(this.card, errorState(problem, () => { this.person = undefined; this.arrive(this.place); }));
    }
  }

  show(customer) {
    document.title = `${customer.name} · ${company.peek() || "Moat"}`;
    this.name = customer.name;
    fill(this.heading, customer.name);
    fill(this.card, customerCard(customer, { link: false }));
  }

  menu(anchor) {
    openMenu(anchor, [
      { label: t("customer.download"), icon: "file", run: () => location.assign(`/api/v1/customers/${this.person}/export`) },
      mayAdmin() ? { label: t("customer.erase"), icon: "archive", danger: true, run: () => this.erase() } : null,
    ].filter(Boolean), { label: t("customer.more"), filter: false });
  }

  async erase() {
    if (!await confirm(t("customer.eraseAsk", { name: this.name }), t("customer.eraseText"), t("customer.erase"))) return;
    try {
      await post(`/customers/${this.person}/erasure`, { confirm: true });
      toast(t("customer.erased"));
      navigate("/customers", { replace: true });
    } catch (problem) {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }

  async loadTickets() {
    const id = this.person;
    try {
      const { items } = await list("/tickets", { view: "all", requester: id, sort: "updated" });
      if (this.person !== id) return;
      fill(this.ticketBox, items.length ? h("ul.mini-tickets", {}, items.map(each => h("li", {}, miniTicket(each))))
        : emptyState("inbox", t("customer.noTickets")));
    } catch (problem) {
      if (this.person === id) fill(this.ticketBox, errorState(problem, () => this.loadTickets()));
    }
  }

  customerChanged(customer, loser) {
    if (customer.id === this.person) this.show(customer);
    else if (loser && loser === this.person) navigate(`/customers/${customer.id}`, { replace: true });
    if (loser) {
      this.loadTickets();
      this.standingSoon();
    }
  }
}

customElements.define("customer-profile", CustomerProfile);
