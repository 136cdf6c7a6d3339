import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, number } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list } from "../app/api.js";
import { ago, day } from "../app/time.js";
import { navigate, withQuery } from "../app/router.js";
import { company, mayLead, mayAdmin } from "../app/state.js";
import { TIERS } from "../app/tickets.js";
import { identityText } from "../app/customers.js";
import { conditionSentence } from "../app/conditions.js";
import { loadFields, loadSegments, removeSegment } from "../app/segments.js";
import { avatar } from "../components/avatar.js";
import { confirm } from "../components/dialog.js";
import { openMenu } from "../components/menu.js";
import { emptyState, errorState, skeleton } from "../components/states.js";
import { tierBadge } from "../components/ticket-row.js";
import { toast } from "../components/toast.js";

/** Everybody, or those of a segment, with the segments beside them; `edit` in the address opens the builder. */
class CustomerList extends MoatElement {
  mount() {
    this.hear("customer", () => this.again());
    this.hear("event", ({ type }) => type.startsWith("moat.customers.segment.") && this.again());
    this.again = debounce(() => this.reload(true), 1_000);
    this.search = h("input.search-field", { type: "search", placeholder: t("customers.search"), "aria-label": t("customers.search"),
      oninput: debounce(() => navigate(withQuery({ search: this.search.value.trim(), segment: "", edit: "", where: "" },
        "/customers"), { replace: true }), 250) });
    this.tier = h("button.button", { type: "button", "aria-haspopup": "listbox", onclick: () => this.chooseTier() });
    this.narrow = h("button.button.only-narrow", { type: "button", "aria-haspopup": "listbox", onclick: () => this.chooseSegment() },
      icon("people"), t("segments.title"), icon("down"));
    this.side = h("nav.segment-list", { "aria-label": t("segments.title") }, skeleton(4));
    this.top = h("div.segment-top");
    this.body = h("div.customer-rows", { tabindex: "-1" }, h("div.page-pad", {}, skeleton(8)));
    fill(this, h("div.page", {}, h("header.page-head", {}, h("h1", {}, t("customers.title")),
      h("div.search-box", {}, icon("search"), this.search),
      h("div.page-tools", {}, this.narrow, this.tier, this.tools())),
    h("div.page-body.segment-layout", {}, this.side, h("div.segment-main", {}, this.top, this.body))));
    this.arrive(this.place);
  }

  tools() {
    const more = h("button.icon-button", { type: "button", "aria-haspopup": "listbox", title: t("customers.moreTools"),
      "aria-label": t("customers.moreTools"), onclick: () => openMenu(more, [
        { label: t("duplicates.title"), icon: "join", run: () => navigate("/customers/duplicates") },
        mayAdmin() ? { label: t("import.title"), icon: "up", run: () => navigate("/customers/import") } : null,
        mayLead() ? { label: t("export.title"), icon: "file", run: () => this.export() } : null,
      ].filter(Boolean), { label: t("customers.moreTools"), filter: false }) }, icon("more"));
    return [h("a.button", { href: "/customers?edit=new" }, icon("plus"), t("segments.new")), more];
  }

  arrive() {
    // The builder keeps its filter in the address by itself.
    if (this.builder && this.builder === this.place.query.edit) return;
    document.title = `${t("customers.title")} · ${company.peek() || "Moat"}`;
    const { search = "", tier } = this.place.query;
    if (document.activeElement !== this.search) this.search.value = search;
    fill(this.tier, tier ? t(`tier.${tier}`) : t("customers.allTiers"), icon("down"));
    this.tier.hidden = Boolean(this.place.query.segment || this.place.query.edit);
    this.reload();
  }

  async reload(quiet = false) {
    const turn = this.turn = (this.turn ?? 0) + 1;
    try {
      const segments = await loadSegments();
      if (turn !== this.turn) return;
      this.segments = segments;
      this.drawSegments();
      if (segments.some(each => each.building)) setTimeout(() => this.isConnected && this.again(), 500);
    } catch (problem) {
      if (turn === this.turn && !quiet) fill(this.side, errorState(problem, () => this.reload()));
    }
    if (turn !== this.turn) return;
    const { edit, segment } = this.place.query;
    if (edit) return quiet ? null : this.openBuilder(edit);
    this.builder = null;
    return segment ? this.showSegment(segment, quiet) : this.showAll(quiet);
  }

  // The segments.

  drawSegments() {
    const { segment, edit } = this.place.query;
    const entry = (href, name, size, current, building) => h("a.segment-entry", { href, "aria-current": current ? "page" : null },
      h("span", {}, name), building ? h("span.quiet", { title: t("segments.building") }, "…")
        : size === undefined ? null : h("span.tabular.quiet", {}, number(size)));
    fill(this.side, entry("/customers", t("segments.everybody"), undefined, !segment && !edit),
      h("h2", {}, t("segments.title")),
      this.segments.length ? this.segments.map(each =>
        entry(`/customers?segment=${encodeURIComponent(each.id)}`, each.name, each.size, each.id === (segment ?? edit), each.building))
        : h("p.quiet", {}, t("segments.none")));
  }

  chooseSegment() {
    openMenu(this.narrow, [{ value: "", label: t("segments.everybody") }, ...(this.segments ?? []).map(each =>
      ({ value: each.id, label: each.name, hint: number(each.size ?? 0) }))], { selected: this.place.query.segment ?? "",
      label: t("segments.title"), onpick: value => navigate(value ? `/customers?segment=${encodeURIComponent(value)}` : "/customers") });
  }

  chooseTier() {
    const { tier = "" } = this.place.query;
    openMenu(this.tier, [{ value: "", label: t("customers.allTiers") },
      ...[...TIERS].reverse().map(value => ({ value, label: t(`tier.${value}`) }))],
      { selected: tier, label: t("customer.tier"), onpick: value => navigate(withQuery({ tier: value }), { replace: true }) });
  }

  async export() { (await import("../components/export-dialog.js")).openExport(this.place.query); }

  async openBuilder(edit) {
    const segment = this.segments?.find(each => each.id === edit);
    if (this.builder === edit) return;
    this.builder = edit;
    await import("../components/segment-builder.js");
    if (this.builder !== edit) return;
    const builder = Object.assign(document.createElement("segment-builder"), { segment, where: this.place.query.where,
      show: people => (people ? this.drawRows(people.map(customer => ({ customer })), { hint: t("segments.sample") })
        : fill(this.body)) });
    fill(this.body);
    fill(this.top, builder);
  }

  async showSegment(id, quiet) {
    const segment = this.segments?.find(each => each.id === id);
    const turn = this.turn;
    if (!segment) {
      fill(this.top);
      return fill(this.body, emptyState("people", t("segments.gone"), { action: t("segments.everybody"), href: "/customers" }));
    }
    if (!quiet) fill(this.body, h("div.page-pad", {}, skeleton(8)));
    try {
      const [members, moves, fields] = await Promise.all([list(`/segments/${id}/members`, {}, { size: 50 }),
        list(`/segments/${id}/moves`, {}, { size: 12 }), loadFields()]);
      if (turn !== this.turn) return;
      this.drawHead(segment, moves.items, fields);
      this.members = members.items;
      this.drawMembers(id, members.after);
    } catch (problem) {
      if (turn === this.turn && !quiet) fill(this.body, errorState(problem, () => this.reload()));
    }
  }

  drawHead(segment, moves, fields) {
    fill(this.top, h("section.segment-head", {}, h("div.segment-title", {}, h("h2", {}, segment.name),
      h("span.chip", {}, segment.building ? t("segments.building") : t("segments.size", { n: segment.size ?? 0, count: number(segment.size ?? 0) })),
      mayLead() ? h("span.segment-actions", {},
        h("a.button.small", { href: `/customers?edit=${encodeURIComponent(segment.id)}` }, icon("edit"), t("action.edit")),
        h("button.button.small", { type: "button", onclick: () => this.remove(segment) }, icon("archive"), t("segments.remove")))
        : null),
    segment.note ? h("p.quiet", {}, segment.note) : null,
    h("p.segment-words", {}, conditionSentence(segment.condition, fields))),
    moves.length ? h("section.segment-moves", { "aria-label": t("segments.moves") }, h("h3", {}, t("segments.moves")),
      h("ul", {}, moves.map(move => h("li", {}, h("span.chip", { class: move.entered ? "chip-good" : "" },
        t(move.entered ? "segments.entered" : "segments.left")),
      h("a", { href: `/customers/${move.customer}` }, move.name), ago(move.at))))) : null);
  }

  drawMembers(id, after) {
    this.drawRows(this.members, { more: after ? async () => {
      const page = await list(`/segments/${id}/members`, {}, { size: 50, after });
      this.members.push(...page.items);
      this.drawMembers(id, page.after);
    } : null, empty: t("segments.empty") });
  }

  async remove(segment) {
    if (!await confirm(t("segments.removeAsk", { name: segment.name }), t("segments.removeText"), t("segments.remove"))) return;
    try {
      await removeSegment(segment.id);
      toast(t("segments.removed", { name: segment.name }));
      navigate("/customers", { replace: true });
    } catch (problem) {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }

  // Everybody.

  async showAll(quiet, after) {
    const { search, tier } = this.place.query;
    const turn = this.turn;
    if (!after) fill(this.top);
    try {
      const page = await list("/customers", { search, tier }, { size: 50, after });
      if (turn !== this.turn) return;
      this.people = after ? [...this.people, ...page.items] : page.items;
      this.drawRows(this.people.map(customer => ({ customer })),
        { more: page.after ? () => this.showAll(true, page.after) : null });
    } catch (problem) {
      if (turn === this.turn && !quiet) fill(this.body, errorState(problem, () => this.reload()));
    }
  }

  drawRows(rows, { more, hint, empty } = {}) {
    if (!rows.length) return fill(this.body, emptyState("people", empty ?? t("customers.empty"),
      { hint: empty ? null : t("customers.emptyHint") }));
    const since = rows.some(row => row.since);
    const head = [["customer.name"], ["customer.tier"], ["customer.contact", "hide-small"], ["field.tags", "hide-small"],
      ["customer.openTickets", "number"], ["customer.ticketCount", "number hide-small"],
      [since ? "segments.since" : "customer.lastContact", "number hide-small"]];
    fill(this.body, hint ? h("p.segment-hint", {}, hint) : null,
      h("table.table", {}, h("thead", {}, h("tr", {}, head.map(([name, kind]) => h("th", { scope: "col", class: kind }, t(name))))),
        h("tbody", {}, rows.map(row => customerRow(row.customer, since ? h("span", {}, day(row.since)) : null)))),
      more ? h("p.table-more", {}, h("button.button", { type: "button", onclick: more }, t("customers.more"))) : null);
  }
}

const customerRow = (each, since) => h("tr", {},
  h("td", {}, h("span.cell-main", {}, avatar(each.name), h("span", {}, h("a", { href: `/customers/${each.id}` }, each.name),
    each.company ? h("span.quiet.block", {}, each.company) : null))),
  h("td", {}, tierBadge(each.tier) ?? h("span.quiet", {}, t("tier.standard"))),
  h("td.hide-small", {}, h("span.quiet", {}, each.identities.slice(0, 1).map(identityText))),
  h("td.hide-small", {}, h("span.tag-line", {}, each.tags.map(tag => h("span.chip", {}, tag)))),
  h("td.number", {}, number(each.openTickets)), h("td.number.hide-small", {}, number(each.ticketCount)),
  h("td.number.hide-small", {}, since ?? (each.lastContactAt ? ago(each.lastContactAt) : t("field.none"))));

customElements.define("customer-list", CustomerList);
