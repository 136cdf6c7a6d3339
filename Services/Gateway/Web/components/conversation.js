import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import * as api from "../app/api.js";
import { dayName } from "../app/time.js";
import { account, agents, loadTicket, me, teams, ticket as known } from "../app/state.js";
import { update, unsolved } from "../app/tickets.js";
import { outgoing } from "../app/outbox.js";
import { panelShown } from "../app/settings.js";
import { messageItem, outgoingItem } from "./message.js";
import { eventGroup, isLine } from "./events.js";
import { chooseField } from "./field-menus.js";
import { emptyState, errorState, skeleton } from "./states.js";
import { statusBadge } from "./ticket-row.js";
import { snoozeButton, stateBar } from "./ticket-state.js";
import { toast } from "./toast.js";
import "./composer.js";

const GROUPED = 10 * 60 * 1000;

/** The conversation of a ticket: messages by day and person, events between them, the composer below. */
class ConversationView extends MoatElement {
  mount() {
    this.head = h("header.conversation-head");
    this.state = h("div");
    this.stream = h("div.stream", { role: "log", "aria-live": "polite", "aria-relevant": "additions",
      "aria-label": t("conversation.title") });
    this.scroller = h("div.stream-scroll", { tabindex: "0", role: "region", "aria-label": t("conversation.title") }, this.stream);
    this.newer = h("button.newer", { type: "button", hidden: true, onclick: () => this.toEnd(true) }, icon("down"),
      t("conversation.newer"));
    this.composer = h("message-composer");
    fill(this, this.head, this.state, this.scroller, this.newer, this.composer);
    this.drawSoon = debounce(() => this.draw(), 0);
    this.effect(() => (agents.value, teams.value, this.id_ && this.drawSoon()));
    this.effect(() => (panelShown.value, this.id_ && this.drawHead()));
    this.hear("ticket", change => change.ticket.id === this.id_ && this.changed(change));
    this.hear("outbox", entry => entry.ticket === this.id_ && this.outboxChanged());
    this.hear("refetch", () => this.id_ && this.load(true));
    this.listen(this.scroller, "scroll", () => this.scrolled(), { passive: true });
    this.sizes = new ResizeObserver(() => this.pinned && this.toEnd());
    this.sizes.observe(this.scroller);
    this.sizes.observe(this.stream);
    this.counter = setInterval(() => this.count(), 500);
    this.show(this.id_);
  }

  unmount() {
    clearInterval(this.counter);
    this.sizes?.disconnect();
  }

  show(id) {
    if (this.stream && this.shown === (id ?? null)) return;
    this.id_ = id;
    if (!this.stream) return;
    this.shown = id ?? null;
    this.composer.hidden = true;
    this.newer.hidden = true;
    this.classList.toggle("empty-view", !id);
    if (!id) {
      fill(this.head);
      fill(this.state);
      return fill(this.stream, emptyState("inbox", t("conversation.choose"), { hint: t("conversation.hint") }));
    }
    this.messages = [];
    this.history = [];
    this.after = null;
    this.loaded = false;
    if (known(id)) this.begin(known(id));
    else fill(this.head, h("h2", {}, h("span.bone.bone-long")));
    fill(this.stream, skeleton(6));
    this.load();
  }

  /** The head and the composer do not wait for the messages: somebody may answer at once. */
  begin(ticket) {
    this.drawHead();
    this.composer.hidden = false;
    this.composer.show(ticket);
  }

  async load(quiet = false) {
    const id = this.id_;
    try {
      const [ticket, messages, history] = await Promise.all([
        loadTicket(id), api.list(`/tickets/${id}/messages`), api.listAll(`/tickets/${id}/history`)]);
      if (id !== this.id_) return;
      this.messages = messages.items;
      this.after = messages.after;
      this.history = history;
      const first = !this.loaded;
      this.loaded = true;
      this.draw(first);
      if (this.composer.hidden) this.begin(ticket);
    } catch (problem) {
      if (id === this.id_ && !quiet) fill(this.stream, errorState(problem, () => this.load()));
    }
  }

  async earlier(button) {
    button.disabled = true;
    const id = this.id_;
    const { items, after } = await api.list(`/tickets/${id}/messages`, {}, { after: this.after });
    if (id !== this.id_) return;
    this.messages = [...items, ...this.messages];
    this.after = after;
    this.pinned = false;
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.draw();
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
  }

  changed({ ticket, message, type, time, changes }) {
    this.drawHead();
    this.composer.refresh(ticket);
    if (!this.loaded) return;
    if (message) {
      const index = this.messages.findIndex(each => each.id === message.id);
      if (index >= 0) this.messages[index] = message;
      else this.messages.push(message);
    }
    if (type) this.history.push({ type, time, data: { ticket, changes }, actor: null });
    if (type) this.refreshHistory();
    if (message || type) this.drawSoon();
  }

  /** The stream's events carry no actor, so the sentences are read again, soon and once. */
  refreshHistory = debounce(async () => {
    const id = this.id_;
    const history = await api.listAll(`/tickets/${id}/history`).catch(() => this.history);
    if (id !== this.id_) return;
    this.history = history;
    this.draw();
  }, 300);

  outboxChanged() {
    this.draw();
    this.toEnd();
  }

  /** Stays at the end while it is there, whatever grows or shrinks around it. */
  scrolled() {
    const top = this.scroller.scrollTop;
    if (this.atEnd()) this.pinned = true;
    else if (top < (this.top ?? 0) - 2) this.pinned = false;
    this.top = top;
    if (this.pinned) this.newer.hidden = true;
  }

  atEnd() { return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 60; }
  toEnd(smooth = false) {
    this.newer.hidden = true;
    this.pinned = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  drawHead() {
    const ticket = known(this.id_);
    if (!ticket) return;
    const solved = !unsolved(ticket);
    fill(this.state, stateBar(ticket, this.view()));
    fill(this.head,
      h("a.icon-button.only-small", { href: `/inbox/${this.view()}${location.search}`, "aria-label": t("command.back") },
        icon("left")),
      h("div.head-text", {}, h("h2", { title: ticket.subject }, ticket.subject || t("ticket.noSubject")),
        h("p.head-meta", {}, h("span.tabular", {}, `#${ticket.number}`),
          h("button.plain-button", { type: "button", "aria-haspopup": "listbox", title: t("field.status"),
            onclick: event => chooseField(ticket.id, "status", event.currentTarget) }, statusBadge(ticket.status), icon("down")),
          h("button.plain-button.head-assignee", { type: "button", "aria-haspopup": "listbox", title: t("field.assignee"),
            onclick: event => chooseField(ticket.id, "assignee", event.currentTarget) },
          icon("person"), agents.peek().get(ticket.assignee)?.name ?? t("row.nobody"), icon("down")))),
      h("div.head-actions", {}, snoozeButton(ticket),
        h("button.button", { type: "button", title: `${t(solved ? "action.reopen" : "command.solve")} (e)`,
          onclick: () => this.solve() },
          icon(solved ? "undo" : "check"), h("span.wide-only", {}, t(solved ? "action.reopen" : "action.solve"))),
        h("button.icon-button", { type: "button", "aria-pressed": String(panelShown.peek()), title: `${t("command.panel")} (i)`,
          "aria-label": t("command.panel"), onclick: () => this.closest("inbox-page").togglePanel() }, icon("panel"))));
  }

  view() { return location.pathname.split("/")[2] ?? "mine"; }

  draw(first = false) {
    if (!this.loaded) return;
    const end = first || this.pinned;
    const before = this.count_ ?? 0;
    const entries = [...this.messages.map(message => ({ at: message.at, message })),
      ...this.history.filter(isLine).map(event => ({ at: event.time, event }))]
      .sort((a, b) => a.at.localeCompare(b.at));
    fill(this.stream, this.after
      ? h("button.button.earlier", { type: "button", onclick: event => this.earlier(event.currentTarget) },
        t("conversation.earlier")) : null,
    this.blocks(entries), outgoing(this.id_).map(entry => outgoingItem(entry, account.peek().name)));
    this.count_ = this.messages.length;
    if (end) this.toEnd();
    else if (this.messages.length > before) this.newer.hidden = false;
    this.drawHead();
  }

  blocks(entries) {
    const nodes = [];
    let day = null, last = null, events = [];
    const flush = () => {
      if (events.length) nodes.push(eventGroup(events));
      if (events.length) last = null;
      events = [];
    };
    for (const { at, message, event } of entries) {
      const today = new Date(at).toDateString();
      if (today !== day) {
        flush();
        nodes.push(h("div.day", {}, h("span", {}, dayName(at))));
        day = today;
        last = null;
      }
      if (event) {
        events.push(event);
        continue;
      }
      flush();
      const follows = last && last.kind === message.kind && last.author.id === message.author.id
        && last.channel === message.channel && Date.parse(at) - Date.parse(last.at) < GROUPED;
      nodes.push(messageItem(message, { follows }));
      last = message;
    }
    flush();
    return nodes;
  }

  count() {
    for (const node of this.stream.querySelectorAll("[data-due]")) {
      const left = Math.max(0, Math.ceil((node.dataset.due - Date.now()) / 1000));
      node.textContent = t("outbox.sendingIn", { n: left });
    }
  }

  // What the keys do.
  write(kind) { this.composer.open(kind); }
  choose(field) {
    const anchor = this.head.querySelector(field === "status" ? ".plain-button" : ".head-assignee");
    if (anchor) chooseField(this.id_, field, anchor);
  }
  take() { if (known(this.id_).assignee !== me()) update(this.id_, { assignee: me() }); }
  solve() {
    const ticket = known(this.id_);
    if (ticket.status === "closed") return toast(t("error.closed"), { kind: "warn" });
    update(this.id_, { status: unsolved(ticket) ? "solved" : "open" });
  }
}
customElements.define("conversation-view", ConversationView);
