import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list, request } from "../app/api.js";
import { ago } from "../app/time.js";
import { company } from "../app/state.js";
import { identityIcon, identityText } from "../app/customers.js";
import { avatar } from "../components/avatar.js";
import { emptyState, errorState, skeleton } from "../components/states.js";
import { openJoin } from "../components/join-dialog.js";
import { toast } from "../components/toast.js";

/** Pairs of customers who may be one: they share an address, and nothing joined them by itself. */
class CustomerDuplicates extends MoatElement {
  mount() {
    this.body = h("div.page-body");
    this.hear("customer", ({ loser }) => loser && this.again());
    this.again = debounce(() => this.load(), 300);
    fill(this, h("div.page", {}, h("header.page-head", {},
      h("a.icon-button", { href: "/customers", "aria-label": t("customer.back"), title: t("customer.back") }, icon("left")),
      h("h1", {}, t("duplicates.title"))), this.body));
    this.arrive();
  }

  arrive() {
    document.title = `${t("duplicates.title")} · ${company.peek() || "Moat"}`;
    fill(this.body, h("div.page-pad", {}, skeleton(6)));
    this.load();
  }

  async load(after) {
    try {
      const page = await list("/customer-duplicates", {}, { size: 50, after });
      this.pairs = after ? [...this.pairs, ...page.items] : page.items;
      this.draw(page.after);
    } catch (problem) {
      fill(this.body, errorState(problem, () => this.load()));
    }
  }

  draw(after) {
    if (!this.pairs.length && !after) return fill(this.body, emptyState("check", t("duplicates.none"), { hint: t("duplicates.hint") }));
    fill(this.body, h("p.page-pad.quiet", {}, t("duplicates.hint")),
      h("ul.pairs", {}, this.pairs.map(pair => h("li.pair", {}, person(pair.first), person(pair.second),
        h("span.pair-why", {}, icon(identityIcon(pair.kind)), t("duplicates.shared", { what: t(`identity.${pair.kind}`) }), ago(pair.at)),
        h("span.pair-buttons", {},
          h("button.button.small", { type: "button", onclick: () => openJoin(pair.first, pair.second) }, icon("join"), t("duplicates.compare")),
          h("button.button.small", { type: "button", onclick: () => this.dismiss(pair) }, t("duplicates.separate")))))),
      after ? h("p.table-more", {}, h("button.button", { type: "button", onclick: () => this.load(after) }, t("customers.more"))) : null);
  }

  async dismiss(pair) {
    try {
      await request("DELETE", `/customer-duplicates/${pair.id}`);
      toast(t("duplicates.dismissed"));
      this.load();
    } catch (problem) {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }
}

const person = each => h("span.cell-main", {}, avatar(each.name), h("span", {},
  h("a", { href: `/customers/${each.id}` }, each.name), h("span.quiet.block", {}, each.identities.map(identityText).slice(0, 3).join(" · "))));

customElements.define("customer-duplicates", CustomerDuplicates);
