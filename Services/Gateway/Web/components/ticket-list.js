import { MoatElement, h, fill, keyed, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import * as api from "../app/api.js";
import { navigate, withQuery } from "../app/router.js";
import { agents, takeTicket, ticket as newest, view as known, viewName } from "../app/state.js";
import { belongs, order } from "../app/tickets.js";
import { ticketRow } from "./ticket-row.js";
import { openMenu } from "./menu.js";
import { emptyState, errorState, skeletonRows } from "./states.js";

const PAGE = 50;
export const SORTS = ["updated", "created", "due", "priority"];

/** The tickets of a view, live: rows come, go and move as tickets change. */
class TicketList extends MoatElement {
  ids = [];
  after = null;
  turn = 0;

  mount() {
    this.field = h("input.search-field", {
      type: "search", placeholder: t("list.search"), "aria-label": t("list.search"), value: "",
      oninput: debounce(() => navigate(withQuery({ search: this.field.value.trim() }), { replace: true }), 250),
      onkeydown: event => {
        if (event.key === "Escape") this.field.value ? this.clearSearch() : this.field.blur();
        if (event.key === "ArrowDown") this.rows.querySelector("a")?.focus();
      },
    });
    this.sortButton = h("button.icon-button", {
      type: "button", "aria-haspopup": "listbox", title: t("list.sort"), "aria-label": t("list.sort"),
        onclick: () => this.chooseSort(),
    }, icon("sort"));
    this.rows = h("ul.rows", { "aria-label": t("list.tickets") });
    this.foot = h("div.rows-foot");
    fill(this,
      h("header.list-head", {},
        h("button.list-view", { type: "button", "aria-haspopup": "listbox",
          onclick: event => this.onviews?.(event.currentTarget) },
          this.heading = h("h1", {}), icon("down")),
        h("div.search-box", {}, icon("search"), this.field), this.sortButton),
      h("div.rows-scroll", {}, this.rows, this.foot));
    this.drawSoon = debounce(() => this.draw(), 0);
    this.loadSoon = debounce(() => this.load({ quiet: true }), 400);
    this.effect(() => agents.value && this.drawSoon());
    this.effect(() => fill(this.heading, viewName(this.place.params.view)));
    this.hear("ticket", change => this.changed(change));
    this.hear("refetch", () => this.load({ quiet: true }));
    this.watcher = new IntersectionObserver(seen => seen.some(each => each.isIntersecting) && this.more());
    this.watcher.observe(this.foot);
    this.show(this.place);
  }

  unmount() { this.watcher?.disconnect(); }

  /** Shows the view, order, search and selection of an address. */
  show(place) {
    const before = this.place;
    this.place = place;
    if (!this.rows) return;
    const { view } = place.params;
    fill(this.heading, viewName(view));
    if (document.activeElement !== this.field) this.field.value = place.query.search ?? "";
    const same = this.loaded && before.params.view === view && before.query.search === place.query.search
      && before.query.sort === place.query.sort;
    if (same) this.draw();
    else this.load();
  }

  get filter() {
    const { search, sort } = this.place.query;
    return { view: search ? "all" : this.place.params.view, search, sort };
  }

  async load({ quiet = false } = {}) {
    const turn = ++this.turn;
    this.loaded = true;
    if (!quiet) {
      this.ids = [];
      this.after = null;
      fill(this.rows, skeletonRows(7));
      fill(this.foot);
    }
    try {
      const { items, after } = await api.list("/tickets", this.filter, { size: PAGE });
      if (turn !== this.turn) return;
      this.ids = items.map(each => takeTicket(each).id);
      this.after = after;
      this.fresh = true;
      this.draw();
    } catch (problem) {
      if (turn === this.turn && !quiet) fill(this.rows, h("li", {}, errorState(problem, () => this.load())));
    }
  }

  async more() {
    if (!this.after || this.loadingMore) return;
    this.loadingMore = true;
    const turn = this.turn;
    try {
      const { items, after } = await api.list("/tickets", this.filter, { size: PAGE, after: this.after });
      if (turn !== this.turn) return;
      const have = new Set(this.ids);
      this.ids.push(...items.map(each => takeTicket(each).id).filter(id => !have.has(id)));
      this.after = after;
      this.draw();
    } finally {
      this.loadingMore = false;
    }
  }

  changed({ ticket }) {
    const { search, sort } = this.filter;
    // Only the server knows what the condition of a saved view says.
    if (!search && !known(this.place.params.view)?.builtIn) return this.loadSoon();
    const shown = this.ids.includes(ticket.id);
    const fits = search ? shown : belongs(ticket, this.place.params.view);
    if (!fits && !shown) return;
    if (!fits && ticket.id !== this.place.params.ticket) this.ids = this.ids.filter(id => id !== ticket.id);
    else if (!shown) this.ids.unshift(ticket.id);
    if (!search) this.ids.sort((a, b) => order(sort)(newest(a), newest(b)));
    this.drawSoon();
  }

  draw() {
    if (!this.fresh) return;
    const { ticket: selected } = this.place.params;
    const items = this.ids.map(newest).filter(Boolean);
    if (!items.length) return fill(this.rows, h("li", {}, this.nothing()));
    const focused = this.rows.contains(document.activeElement) && document.activeElement.dataset.ticket;
    keyed(this.rows, items, each => each.id, (each, node) => {
      const mark = `${each.version}/${each.id === selected}/${each.status}/${each.assignee}/${this.place.query.search ?? ""}`;
      if (node?.dataset.mark === mark && node.names === agents.peek()) return node;
      const row = ticketRow(each, { href: this.address(each.id), selected: each.id === selected });
      row.dataset.mark = mark;
      row.names = agents.peek();
      return row;
    });
    if (focused) this.link(focused)?.focus({ preventScroll: true });
    fill(this.foot, this.after ? h("p.rows-more", {}, t("list.more")) : null);
    if (selected !== this.scrolledTo) {
      this.scrolledTo = selected;
      this.link(selected)?.closest("li").scrollIntoView({ block: "nearest" });
    }
  }

  nothing() {
    if (this.place.query.search) {
      return emptyState("search", t("list.nothingFound"), { action: t("list.clearSearch"), run: () => this.clearSearch() });
    }
    const { view } = this.place.params;
    return emptyState(view === "mine" ? "check" : "inbox", t(view === "mine" ? "list.allDone" : "list.empty"),
      view === "mine" ? { action: t("list.lookUnassigned"), run: () => navigate("/inbox/unassigned") } : {});
  }

  clearSearch() {
    this.field.value = "";
    navigate(withQuery({ search: null }), { replace: true });
  }

  address(id) { return withQuery({}, `/inbox/${this.place.params.view}/${id}`); }
  link(id) { return id && this.rows.querySelector(`a[data-ticket="${CSS.escape(id)}"]`); }

  /** Opens the next (+1) or previous (-1) ticket. */
  step(by) {
    const items = this.ids;
    if (!items.length) return;
    const now = items.indexOf(this.place.params.ticket);
    const next = now < 0 ? 0 : Math.min(items.length - 1, Math.max(0, now + by));
    if (next === items.length - 1) this.more();
    navigate(this.address(items[next]), { replace: now >= 0 });
  }

  get ownSort() { return known(this.place.params.view)?.sort ?? "updated"; }

  chooseSort() {
    openMenu(this.sortButton, SORTS.map(value => ({ value, label: t(`sort.${value}`) })), {
      selected: this.place.query.sort ?? this.ownSort, label: t("list.sort"),
      onpick: sort => navigate(withQuery({ sort: sort === this.ownSort ? null : sort }), { replace: true }),
    });
  }
}
customElements.define("ticket-list", TicketList);
