import { MoatElement, h, fill, keyed, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import * as api from "../app/api.js";
import { navigate, withQuery } from "../app/router.js";
import { agents, counts, takeTicket, ticket as newest, view as known, viewName } from "../app/state.js";
import { belongs, order } from "../app/tickets.js";
import { ticketRow } from "./ticket-row.js";
import { openMenu } from "./menu.js";
import { crowd, watchTickets } from "./viewers.js";
import { emptyState, errorState, skeletonRows } from "./states.js";

const PAGE = 50;
/** Every row is as high, so that only those that are seen need to be there. */
const ROW = 98;
const BEYOND = 8;
export const SORTS = ["updated", "created", "due", "priority"];

/** The tickets of a view, live: rows come, go and move as tickets change; only those in sight are in the page. */
class TicketList extends MoatElement {
  ids = [];
  after = null;
  turn = 0;
  picked = new Set();

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
    this.scroller = h("div.rows-scroll", {}, this.rows, this.foot);
    this.bulk = h("div.bulk-bar", { role: "toolbar", "aria-label": t("bulk.bar"), hidden: true });
    fill(this,
      h("header.list-head", {},
        h("button.list-view", { type: "button", "aria-haspopup": "listbox",
          onclick: event => this.onviews?.(event.currentTarget) },
          this.heading = h("h1", {}), icon("down")),
        h("div.search-box", {}, icon("search"), this.field), this.sortButton),
      this.bulk, this.scroller);
    this.drawSoon = debounce(() => this.draw(), 0);
    this.loadSoon = debounce(() => this.load({ quiet: true }), 400);
    this.effect(() => agents.value && this.drawSoon());
    this.effect(() => crowd.value && this.drawSoon());
    this.effect(() => fill(this.heading, viewName(this.place.params.view)));
    this.hear("ticket", change => this.changed(change));
    this.hear("refetch", () => this.load({ quiet: true }));
    let asked = false;
    this.listen(this.scroller, "scroll", () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        this.draw();
      });
    }, { passive: true });
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.scroller);
    this.listen(this.rows, "click", event => this.clicked(event));
    this.show(this.place);
  }

  unmount() {
    this.sizes?.disconnect();
    watchTickets([]);
  }

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
    if (same) return this.draw();
    this.pick([]);
    return this.load();
  }

  get filter() {
    const { search, sort } = this.place.query;
    return { view: search ? "all" : this.place.params.view, search, sort };
  }

  async load({ quiet = false } = {}) {
    const turn = ++this.turn;
    this.loaded = true;
    if (!quiet) {
      performance.mark("list.begin");
      this.ids = [];
      this.after = null;
      this.scroller.scrollTop = 0;
      this.rows.style.removeProperty("padding-block");
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
      if (!quiet) performance.measure("list.open", "list.begin");
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
    const fits = !ticket.trashedAt && (search ? shown : belongs(ticket, this.place.params.view));
    if (!fits && !shown) return undefined;
    if (!fits && ticket.id !== this.place.params.ticket) this.ids = this.ids.filter(id => id !== ticket.id);
    else if (!shown) this.ids.unshift(ticket.id);
    if (!search) this.ids.sort((a, b) => order(sort)(newest(a), newest(b)));
    return this.drawSoon();
  }

  /** Which rows are to be there: those in sight and some beyond. */
  range() {
    const { scrollTop, clientHeight } = this.scroller;
    const first = Math.max(0, Math.floor(scrollTop / ROW) - BEYOND);
    return [first, Math.min(this.ids.length, Math.ceil((scrollTop + (clientHeight || 900)) / ROW) + BEYOND)];
  }

  draw() {
    if (!this.fresh) return;
    const { ticket: selected } = this.place.params;
    // One that was forgotten since is read again with its page.
    if (this.ids.some(id => !newest(id))) this.ids = this.ids.filter(newest);
    if (!this.ids.length) {
      this.rows.style.removeProperty("padding-block");
      fill(this.rows, h("li", {}, this.nothing()));
      return;
    }
    if (selected !== this.scrolledTo) this.bringIntoSight(selected);
    const [first, last] = this.range();
    const focused = this.rows.contains(document.activeElement) && document.activeElement.closest("li")?.dataset.key;
    const wasPick = document.activeElement?.type === "checkbox";
    this.rows.style.setProperty("padding-block", `${first * ROW}px ${(this.ids.length - last) * ROW}px`);
    this.rows.classList.toggle("picking", this.picked.size > 0);
    keyed(this.rows, this.ids.slice(first, last).map(newest), each => each.id, (each, node) => this.row(each, node, selected));
    [...this.rows.children].forEach((node, index) => {
      node.setAttribute("aria-posinset", String(first + index + 1));
      node.setAttribute("aria-setsize", this.after ? "-1" : String(this.ids.length));
    });
    if (focused && !this.rows.contains(document.activeElement)) {
      this.rows.querySelector(`li[data-key="${CSS.escape(focused)}"] ${wasPick ? "input" : "a"}`)?.focus({ preventScroll: true });
    }
    watchTickets(this.ids.slice(first, last));
    fill(this.foot, this.after ? h("p.rows-more", {}, t("list.more")) : null);
    if (this.after && last > this.ids.length - BEYOND * 2) this.more();
  }

  row(each, node, selected) {
    const people = crowd.peek().get(each.id);
    const mark = [each.version, each.id === selected, each.status, each.assignee, each.priority, this.place.query.search ?? "",
      this.picked.has(each.id), people?.map(one => one.agent + one.mode).join() ?? ""].join("/");
    if (node?.dataset.mark === mark && node.names === agents.peek()) return node;
    const row = ticketRow(each, { href: this.address(each.id), selected: each.id === selected, picked: this.picked.has(each.id) });
    row.dataset.mark = mark;
    row.names = agents.peek();
    return row;
  }

  bringIntoSight(selected) {
    this.scrolledTo = selected;
    const index = this.ids.indexOf(selected);
    if (index < 0) return;
    const { scrollTop, clientHeight } = this.scroller;
    this.rows.style.setProperty("padding-block", `0 ${this.ids.length * ROW}px`);
    if (index * ROW < scrollTop) this.scroller.scrollTop = index * ROW;
    else if ((index + 1) * ROW > scrollTop + clientHeight) this.scroller.scrollTop = (index + 1) * ROW - clientHeight;
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

  /** Opens the next (+1) or previous (-1) ticket. */
  step(by) {
    const items = this.ids;
    if (!items.length) return;
    const now = items.indexOf(this.place.params.ticket);
    const next = now < 0 ? 0 : Math.min(items.length - 1, Math.max(0, now + by));
    if (next === items.length - 1) this.more();
    navigate(this.address(items[next]), { replace: now >= 0 });
  }

  // Many at once.

  clicked(event) {
    const box = event.target.closest(".row-pick input");
    if (!box) return;
    const id = box.closest("li").dataset.key;
    const from = this.ids.indexOf(this.lastPicked), to = this.ids.indexOf(id);
    const some = event.shiftKey && from >= 0 ? this.ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    const next = new Set(this.picked);
    for (const each of some) box.checked ? next.add(each) : next.delete(each);
    this.lastPicked = id;
    this.pick(next);
  }

  pick(ids, all = false) {
    this.picked = new Set(ids);
    this.all = all;
    this.drawBulk();
    this.drawSoon();
  }

  togglePick() {
    const id = document.activeElement?.closest("ticket-list li")?.dataset.key ?? this.place.params.ticket ?? this.ids[0];
    if (!id) return;
    const next = new Set(this.picked);
    if (!next.delete(id)) next.add(id);
    this.lastPicked = id;
    this.pick(next);
  }

  drawBulk() {
    const total = counts.peek()[this.place.params.view];
    const { size } = this.picked;
    this.bulk.hidden = !size;
    if (!size) return;
    const count = this.all ? Math.max(total ?? size, size) : size;
    fill(this.bulk, h("span.bulk-count", { role: "status" }, t("bulk.chosen", { n: count })),
      !this.all && !this.place.query.search && total > size ? h("button.link-button", { type: "button",
        onclick: () => this.pick(this.ids, true) }, t("bulk.all", { n: total > 999 ? "999+" : total })) : null,
      h("button.button.small.primary", { type: "button", onclick: () => this.openBulk(count) }, icon("edit"), t("bulk.change")),
      h("button.icon-button", { type: "button", "aria-label": t("bulk.none"), title: t("bulk.none"),
        onclick: () => this.pick([]) }, icon("close")));
  }

  async openBulk(count) {
    const target = this.all ? { view: this.place.params.view } : { ids: [...this.picked] };
    (await import("../dialogs/bulk.js")).openBulk(target, count, () => this.pick([]));
  }

  commands() {
    const some = () => this.picked.size > 0;
    return [
      { id: "pick", key: "x", group: "list", title: "command.pick", icon: "check", when: () => this.ids.length > 0,
        run: () => this.togglePick() },
      { id: "bulk", key: "b", group: "list", title: "command.bulk", icon: "edit", when: some,
        run: () => this.openBulk(this.picked.size) },
    ];
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
