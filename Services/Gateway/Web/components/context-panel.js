import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, patch, post, put, remove } from "../app/api.js";
import { emit } from "../app/bus.js";
import { recall, remember } from "../app/settings.js";
import { agents, me, teams, ticket as known, takeTicket } from "../app/state.js";
import { valueName } from "../app/tickets.js";
import { customerCard, stars } from "./customer-card.js";
import { chooseField } from "./field-menus.js";
import { suggestions, marked } from "./articles.js";
import { tagEditor } from "./tag-editor.js";
import { errorState, skeleton } from "./states.js";
import { attempt, toast } from "./toast.js";
import { avatar } from "./avatar.js";
import { why } from "./why.js";
import "./sla-clocks.js";
import "./proposals.js";

const SECTIONS = ["customer", "clocks", "fields", "steps", "links", "talks", "articles", "timeline"];
/** Sections with an element of their own, which comes when they are first seen. */
const OWN = {
  steps: ["ticket-steps", () => import("./ticket-steps.js")], links: ["ticket-links", () => import("./ticket-links.js")],
  talks: ["ticket-talks", () => import("./ticket-talks.js")],
};
const CLOSED = new Set(["talks"]);
const FIELDS = ["assignee", "team", "priority", "status"];

/** What is known about a ticket and its customer, beside the conversation. */
class ContextPanel extends MoatElement {
  mount() {
    this.setAttribute("role", "complementary");
    this.setAttribute("aria-label", t("panel.title"));
    this.parts = Object.fromEntries(SECTIONS.map(name => [name, h("div.section-body")]));
    this.clocks = h("sla-clocks");
    this.proposals = h("ticket-proposals");
    this.seen = new Set(["customer", "clocks", "fields"]);
    // What is further down is read when somebody looks there.
    this.watcher = new IntersectionObserver(places => {
      for (const { target, isIntersecting } of places) {
        if (!isIntersecting) continue;
        this.seen.add(target.dataset.section);
        this.open(target.dataset.section);
      }
    }, { root: this, rootMargin: "120px" });
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
    const closed = recall(`section.${name}`, CLOSED.has(name) ? "closed" : "open") === "closed";
    const box = h("details.section", { open: !closed, ontoggle: () => {
      remember(`section.${name}`, box.open === !CLOSED.has(name) ? null : box.open ? "open" : "closed");
      if (box.open) this.open(name);
    }, dataset: { section: name } }, h("summary", {}, h("h3", {}, t(`panel.${name}`)), icon("down")), body);
    if (!this.seen.has(name)) this.watcher.observe(box);
    return box;
  }

  /** Whether a section is open and in sight, or was for this ticket. */
  isOpen(name) { return this.parts[name].parentElement.open && this.seen.has(name); }

  /** Reads what a section shows, once it is to be seen. */
  open(name) {
    const ticket = known(this.id_);
    if (!ticket || !this.isOpen(name)) return;
    if (name === "articles" && this.articlesOf !== ticket.id) this.loadArticles();
    if (name === "timeline" && this.timelineOf !== ticket.id) this.showTimeline(ticket.requester.id);
    if (!OWN[name]) return;
    const body = this.parts[name], [tag, load] = OWN[name];
    load();
    if (body.firstElementChild?.localName !== tag) fill(body, document.createElement(tag));
    body.firstElementChild.ticket = ticket;
  }

  unmount() { this.watcher?.disconnect(); }

  show(id) {
    if (!this.parts) {
      this.id_ = id;
      return;
    }
    if (id === this.id_) return;
    this.id_ = id;
    this.hidden = !id;
    if (!id) return void Object.values(this.parts).forEach(body => fill(body));
    const ticket = known(id);
    for (const name of SECTIONS) fill(this.parts[name], this.seen.has(name) ? skeleton(3) : null);
    if (ticket) this.begin(ticket);
  }

  begin(ticket) {
    this.started = ticket.id;
    fill(this.parts.clocks, this.clocks);
    this.clocks.ticket = ticket;
    this.proposals.ticket = ticket;
    this.articlesOf = this.timelineOf = null;
    this.drawFields();
    if (this.customer?.id === ticket.requester.id) this.showCustomer(this.customer);
    this.loadCustomer();
    for (const name of SECTIONS) this.open(name);
  }

  ticketChanged({ ticket, before, message }) {
    if (this.started !== ticket.id) return this.begin(ticket);
    this.clocks.ticket = ticket;
    this.proposals.ticket = ticket;
    this.drawFields();
    for (const name of Object.keys(OWN)) this.open(name);
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
    if (!this.isOpen("timeline")) return;
    this.timelineOf = this.id_;
    import("./timeline.js");
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
      h("dd.field-fixed.quiet", {}, why(ticket).map(line => h("p", {}, line)), h("button.link-button", { type: "button", onclick:
        async () => (await import("../dialogs/explain.js")).openExplain(ticket) }, t("explain.more")), ticket.offer?.agent === me() ? h("p", {},
        ["acceptance", "refusal"].map(answer => h("button", { type: "button",
          onclick: () => this.answerOffer(answer) }, t(`offer.${answer}`)))) : null)) : null);
    if (writing) this.parts.fields.querySelector("dl").replaceWith(rows);
    else fill(this.parts.fields, rows, this.proposals, this.followers(ticket), h("div.field-tags", {}, h("span.label", {}, t("field.tags")), tags));
  }

  /** Who follows the ticket, and whether one does oneself. */
  followers(ticket) {
    const all = ticket.followers ?? [], mine = all.includes(me());
    const change = async () => {
      const path = `/tickets/${ticket.id}/followers/${me()}`;
      const now = await attempt(() => (mine ? remove(path) : put(path, {})));
      if (now) takeTicket(now);
    };
    return h("div.field-row", {}, h("dt", {}, t("field.followers")), h("dd.field-followers", {},
      all.map(id => avatar(agents.peek().get(id)?.name ?? id, { label: true })),
      h("button.link-button", { type: "button", onclick: change }, t(mine ? "follow.stop" : "follow.start"))));
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
    if (!this.isOpen("articles")) return;
    this.articlesOf = id;
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
