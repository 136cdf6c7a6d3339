import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, patch, post } from "../app/api.js";
import { emit } from "../app/bus.js";
import { recall, remember } from "../app/settings.js";
import { agents, me, teams, ticket as known, takeTicket } from "../app/state.js";
import { valueName } from "../app/tickets.js";
import { customerCard, stars } from "./customer-card.js";
import { chooseField } from "./field-menus.js";
import { suggestions, marked } from "./articles.js";
import { tagEditor } from "./tag-editor.js";
import { errorState, skeleton } from "./states.js";
import { toast } from "./toast.js";
import "./timeline.js";
import "./sla-clocks.js";

const FIELDS = ["assignee", "team", "priority", "status"];

/** Why a ticket is where it is, in sentences. */
function why({ routing, demand, offer }) {
  return [
    routing ? t(`routing.${routing.kind}`, routing) : null,
    offer ? t("routing.offered", { name: agents.peek().get(offer.agent)?.name ?? offer.agent }) : null,
    demand?.rule ? t("routing.byRule", { rule: demand.rule }) : null,
  ].filter(Boolean);
}

/** What is known about a ticket and its customer, beside the conversation. */
class ContextPanel extends MoatElement {
  mount() {
    this.setAttribute("role", "complementary");
    this.setAttribute("aria-label", t("panel.title"));
    this.parts = Object.fromEntries(["customer", "clocks", "fields", "articles",
      "timeline"].map(name => [name, h("div.section-body")]));
    this.clocks = h("sla-clocks");
    fill(this, h("div.panel-close", {}, h("button.icon-button", { type: "button", "aria-label": t("action.close"),
      onclick: () => this.closest("inbox-page").togglePanel() }, icon("close"))),
    Object.entries(this.parts).map(([name, body]) => this.section(name, body)));
    this.drawSoon = debounce(() => this.drawFields(), 0);
    this.effect(() => (agents.value, teams.value, this.drawSoon()));
    this.hear("ticket", change => change.ticket.id === this.id_ && this.ticketChanged(change));
    this.hear("customer", ({ customer, loser }) => {
      if (customer.id === this.customer?.id || (loser && loser === this.customer?.id)) this.showCustomer(customer);
    });
    this.hear("refetch", () => this.id_ && this.loadCustomer());
    const id = this.id_;
    this.id_ = undefined;
    this.show(id);
  }

  section(name, body) {
    const closed = recall(`section.${name}`) === "closed";
    const box = h("details.section", { open: !closed, ontoggle: () => remember(`section.${name}`, box.open ? null : "closed") },
      h("summary", {}, h("h3", {}, t(`panel.${name}`)), icon("down")), body);
    return box;
  }

  show(id) {
    if (!this.parts) {
      this.id_ = id;
      return;
    }
    if (id === this.id_) return;
    this.id_ = id;
    this.hidden = !id;
    if (!id) return;
    const ticket = known(id);
    for (const body of Object.values(this.parts)) fill(body, skeleton(3));
    if (ticket) this.begin(ticket);
  }

  begin(ticket) {
    this.started = ticket.id;
    fill(this.parts.clocks, this.clocks);
    this.clocks.ticket = ticket;
    this.drawFields();
    this.loadArticles();
    if (this.customer?.id === ticket.requester.id) this.showCustomer(this.customer);
    else this.loadCustomer();
    if (this.customer?.id === ticket.requester.id) this.loadCustomer();
    this.showTimeline(ticket.requester.id);
  }

  ticketChanged({ ticket, before, message }) {
    if (this.started !== ticket.id) return this.begin(ticket);
    this.clocks.ticket = ticket;
    this.drawFields();
    if (before && before.requester.id !== ticket.requester.id) {
      this.loadCustomer();
      this.showTimeline(ticket.requester.id);
    }
    if (message?.kind === "incoming") this.loadArticles();
  }

  async loadCustomer() {
    const id = this.id_;
    try {
      const customer = await get(`/customers/${known(id).requester.id}`);
      if (id === this.id_) this.showCustomer(customer);
    } catch (problem) {
      if (id === this.id_) fill(this.parts.customer, errorState(problem, () => this.loadCustomer()));
    }
  }

  showCustomer(customer) {
    const moved = this.customer && this.customer.id !== customer.id;
    this.customer = customer;
    fill(this.parts.customer, customerCard(customer));
    if (moved) this.showTimeline(customer.id);
  }

  showTimeline(customer) {
    const timeline = Object.assign(document.createElement("customer-timeline"), { customer, current: this.id_, size: 8 });
    fill(this.parts.timeline, timeline);
  }

  drawFields() {
    const ticket = known(this.id_);
    if (!ticket || this.started !== ticket.id) return;
    const editor = this.parts.fields.querySelector("tag-editor");
    const writing = editor?.contains(document.activeElement);
    const tags = writing ? editor : tagEditor(ticket.tags, tag => this.tag("addTags", tag), tag => this.tag("removeTags", tag));
    if (writing) editor.tags = ticket.tags;
    const rows = h("dl.fields", {}, FIELDS.map(field => h("div.field-row", {}, h("dt", {}, t(`field.${field}`)),
      h("dd", {}, h("button.field-value", { type: "button", "aria-haspopup": "listbox",
        "aria-label": `${t(`field.${field}`)}: ${valueName(field, ticket[field])}`,
        onclick: event => chooseField(ticket.id, field, event.currentTarget) }, h("span", {}, valueName(field, ticket[field])),
          icon("down"))))),
    ticket.rating ? h("div.field-row", {}, h("dt", {}, t("field.rating")), h("dd.field-fixed", {}, stars(ticket.rating.score),
      ticket.rating.comment ? h("p.quiet", {}, ticket.rating.comment) : null)) : null,
    ticket.routing || ticket.demand?.rule || ticket.offer ? h("div.field-row", {}, h("dt", {}, t("field.routing")),
      h("dd.field-fixed.quiet", {}, why(ticket).map(line => h("p", {}, line)), ticket.offer?.agent === me() ? h("p", {},
        ["acceptance", "refusal"].map(answer => h("button", { type: "button",
          onclick: () => this.answerOffer(answer) }, t(`offer.${answer}`)))) : null)) : null);
    if (writing) this.parts.fields.querySelector("dl").replaceWith(rows);
    else fill(this.parts.fields, rows, h("div.field-tags", {}, h("span.label", {}, t("field.tags")), tags));
  }

  /** Yes or no to a ticket that is offered to whoever looks at it. */
  async answerOffer(answer) {
    try {
      takeTicket(await post(`/tickets/${this.id_}/offer/${answer}`, {}));
    } catch (problem) {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }

  /** Tags are added and taken one by one, so two people can do it at once. */
  async tag(member, tag) {
    const back = member === "addTags" ? "removeTags" : "addTags";
    try {
      takeTicket(await patch(`/tickets/${this.id_}`, { [member]: [tag] }));
      toast(t(member === "addTags" ? "toast.tagAdded" : "toast.tagRemoved", { tag }),
        { action: t("action.undo"), undo: true, run: () => this.tag(back, tag) });
    } catch (problem) {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }

  async loadArticles() {
    const id = this.id_;
    try {
      const hits = await suggestions(id);
      if (id !== this.id_) return;
      fill(this.parts.articles, hits.length ? h("ul.suggestions", {}, hits.slice(0, 5).map(hit => h("li.suggestion", {},
        h("a.suggestion-title", { href: `/knowledge?article=${hit.id}` }, hit.title),
        h("p.suggestion-words", {}, marked(hit)),
        h("button.button.small", { type: "button", "aria-label": t("articles.insertNamed", { title: hit.title }),
          onclick: () => emit("insertArticle", hit) }, icon("plus"), t("articles.insert")))))
        : h("p.quiet", {}, t("articles.none"), " ", h("a", { href: "/knowledge" }, t("articles.look"))));
    } catch (problem) {
      if (id === this.id_) fill(this.parts.articles, errorState(problem, () => this.loadArticles()));
    }
  }
}
customElements.define("context-panel", ContextPanel);
