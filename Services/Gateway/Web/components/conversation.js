import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import * as api from "../app/api.js";
import { dayName } from "../app/time.js";
import { account, agents, loadTicket, me, teams, ticket as known } from "../app/state.js";
import { update, unsolved } from "../app/tickets.js";
import { loadHeld, outgoing } from "../app/outbox.js";
import { panelShown } from "../app/settings.js";
import { countdown, messageItem, outgoingItem } from "./message.js";
import { eventGroup, isLine } from "./events.js";
import { chooseField } from "./field-menus.js";
import { emptyState, errorState, skeleton } from "./states.js";
import { statusBadge } from "./ticket-row.js";
import { openActions } from "./ticket-actions.js";
import { snoozeButton, stateBar } from "./ticket-state.js";
import { toast } from "./toast.js";
import "./composer.js";
import "./viewers.js";

const GROUPED = 10 * 60 * 1000;
// A ticket with more messages keeps its changes in the history: reading them all would take longer than answering.
const LONG = 300;

/** The conversation of a ticket: messages by day and person, events between them, the composer below. */
class ConversationView extends MoatElement {
  mount() {
    // Who else is there says so by being in the page, so that element stays while what stands around it is drawn again.
    this.viewers = h("ticket-viewers");
    this.headText = h("div.head-part");
    this.headActions = h("div.head-actions");
    this.head = h("header.conversation-head", {}, this.headText, this.viewers, this.headActions);
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
    this.hear("viewed", ({ ticket, version }) => {
      // What the stream did not bring is read again.
      if (ticket === this.id_ && this.loaded && version > (known(ticket)?.version ?? 0)) this.load(true);
    });
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
    this.composer.flush?.();
  }

  show(id) {
    if (this.stream && this.shown === (id ?? null)) return;
    this.id_ = id;
    if (!this.stream) return;
    this.shown = id ?? null;
    this.composer.flush?.();
    this.composer.hidden = true;
    this.newer.hidden = true;
    this.classList.toggle("empty-view", !id);
    this.viewers.show?.(id ?? null);
    if (!id) {
      fill(this.headText);
      fill(this.headActions);
      fill(this.state);
      return fill(this.stream, emptyState("inbox", t("conversation.choose"), { hint: t("conversation.hint") }));
    }
    performance.mark("ticket.begin");
    this.messages = [];
    this.history = [];
    this.after = null;
    this.loaded = false;
    if (known(id)) this.begin(known(id));
    else fill(this.headText, h("h2", {}, h("span.bone.bone-long")));
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
      // A list or the stream has brought the newest state of most tickets.
      const ticket = !quiet && known(id) ? known(id) : loadTicket(id);
      const messages = await api.list(`/tickets/${id}/messages`);
      if (id !== this.id_) return;
      this.messages = messages.items;
      this.after = messages.after;
      const first = !this.loaded;
      this.loaded = true;
      this.begun = (await ticket).id;
      if (id !== this.id_) return;
      this.draw(first);
      if (this.composer.hidden) this.begin(known(id));
      performance.measure("ticket.open", "ticket.begin");
      loadHeld(id);
      await this.loadHistory(id);
    } catch (problem) {
      if (id === this.id_ && !quiet) fill(this.stream, errorState(problem, () => this.load()));
    }
  }

  async loadHistory(id) {
    this.isLong = known(id).messageCount > LONG;
    if (this.isLong) return;
    const history = await api.listAll(`/tickets/${id}/history`).catch(() => null);
    if (!history || id !== this.id_) return;
    const ids = new Set(history.map(each => each.id));
    this.history = [...history, ...this.history.filter(each => !ids.has(each.id))];
    this.draw();
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

  changed({ ticket, message, event }) {
    this.drawHead();
    this.composer.refresh(ticket);
    if (!this.loaded) return;
    if (message) {
      const index = this.messages.findIndex(each => each.id === message.id);
      if (index >= 0) this.messages[index] = message;
      else this.messages.push(message);
    }
    if (event && !this.history.some(each => each.id === event.id)) this.history.push(event);
    if (event?.type.endsWith("redacted") || event?.type.endsWith("merged") || event?.type.endsWith("absorbed")) return this.load(true);
    if (message || event) this.drawSoon();
    return undefined;
  }

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
    this.actions = h("button.icon-button", { type: "button", "aria-haspopup": "listbox", title: t("command.actions"),
      "aria-label": t("command.actions"), onclick: event => openActions(known(this.id_), event.currentTarget) }, icon("more"));
    fill(this.headText,
      h("a.icon-button.only-small", { href: `/inbox/${this.view()}${location.search}`, "aria-label": t("command.back") },
        icon("left")),
      h("div.head-text", {}, h("h2", { title: ticket.subject }, ticket.subject || t("ticket.noSubject")),
        h("p.head-meta", {}, h("span.tabular", {}, `#${ticket.number}`),
          h("button.plain-button", { type: "button", "aria-haspopup": "listbox", title: t("field.status"),
            onclick: event => chooseField(ticket.id, "status", event.currentTarget) }, statusBadge(ticket.status), icon("down")),
          h("button.plain-button.head-assignee", { type: "button", "aria-haspopup": "listbox", title: t("field.assignee"),
            onclick: event => chooseField(ticket.id, "assignee", event.currentTarget) },
          icon("person"), agents.peek().get(ticket.assignee)?.name ?? t("row.nobody"), icon("down")))));
    fill(this.headActions, snoozeButton(ticket),
        h("button.button", { type: "button", title: `${t(solved ? "action.reopen" : "command.solve")} (e)`,
          onclick: () => this.solve() },
          icon(solved ? "undo" : "check"), h("span.wide-only", {}, t(solved ? "action.reopen" : "action.solve"))), this.actions,
        h("button.icon-button", { type: "button", "aria-pressed": String(panelShown.peek()), title: `${t("command.panel")} (i)`,
          "aria-label": t("command.panel"), onclick: () => this.closest("inbox-page").togglePanel() }, icon("panel")));
    if (this.viewers.ticket !== this.id_) this.viewers.show(this.id_);
  }

  view() { return location.pathname.split("/")[2] ?? "mine"; }

  draw(first = false) {
    if (!this.loaded) return;
    const end = first || this.pinned;
    const before = this.count_ ?? 0;
    const oldest = this.after ? this.messages[0]?.at ?? "" : "";
    const entries = [...this.messages.map(message => ({ at: message.at, message })),
      ...this.history.filter(event => event.time >= oldest && isLine(event)).map(event => ({ at: event.time, event }))]
      .sort((a, b) => a.at.localeCompare(b.at));
    this.composer.lastIncoming = this.messages.findLast(each => each.kind === "incoming")?.id;
    fill(this.stream, this.after
      ? h("button.button.earlier", { type: "button", onclick: event => this.earlier(event.currentTarget) },
        t("conversation.earlier")) : null,
    this.isLong ? h("p.quiet.long-note", {}, t("conversation.long")) : null,
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
      nodes.push(this.item(message, Boolean(follows)));
      last = message;
    }
    flush();
    return nodes;
  }

  /** A message's node, made once for what it says: a mail of ten megabytes is not cleaned again for every event. */
  item(message, follows) {
    this.made ??= new WeakMap();
    const old = this.made.get(message);
    if (old?.follows === follows && old.names === agents.peek()) return old.node;
    const node = messageItem(message, { follows });
    this.made.set(message, { node, follows, names: agents.peek() });
    return node;
  }

  count() {
    let over = false;
    for (const node of this.stream.querySelectorAll("[data-due]")) {
      node.textContent = countdown(Number(node.dataset.due));
      if (!node.dataset.over && Number(node.dataset.due) <= Date.now()) over = node.dataset.over = true;
    }
    if (over) this.draw();
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
    return update(this.id_, { status: unsolved(ticket) ? "solved" : "open" });
  }
}
customElements.define("conversation-view", ConversationView);
