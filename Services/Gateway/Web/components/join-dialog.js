import { h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list } from "../app/api.js";
import { day } from "../app/time.js";
import { join, identityIcon, identityText } from "../app/customers.js";
import { openDialog } from "./dialog.js";
import { avatar } from "./avatar.js";
import { tierBadge } from "./ticket-row.js";
import { toast } from "./toast.js";

/** Finds the other record of the same person, shows both side by side, and joins them after a clear yes. */
export function openJoin(customer) {
  const body = h("div.join");
  const dialog = openDialog(t("join.title", { name: customer.name }), body, { size: "large" });
  showSearch();

  function showSearch() {
    const results = h("ul.join-results", { "aria-live": "polite" });
    const field = h("input.field", { type: "search", id: "join-search", placeholder: t("join.placeholder"),
      oninput: debounce(search, 200) });
    fill(body, h("p.quiet", {}, t("join.explain")), h("label.label", { for: "join-search" }, t("join.search")), field, results);
    field.focus();
    async function search() {
      const words = field.value.trim();
      if (!words) return fill(results);
      try {
        const { items } = await list("/customers", { search: words }, { size: 12 });
        const others = items.filter(each => each.id !== customer.id);
        fill(results, others.length ? others.map(each => h("li", {},
          h("button.join-result", { type: "button", onclick: () => compare(each) },
          avatar(each.name), h("span.join-name", {}, each.name), tierBadge(each.tier),
          h("span.quiet", {}, each.identities.map(identityText).slice(0, 2).join(" · ")))))
            : h("li.empty", {}, h("p", {}, t("join.nobody"))));
      } catch (problem) {
        toast(problem.message, { kind: "bad" });
      }
    }
  }

  function compare(other) {
    const yes = h("button.button.primary", { type: "button", onclick: () => act(yes, other) }, icon("join"), t("join.confirm"));
    fill(body, h("p", {}, t("join.check")),
      h("div.join-sides", {}, side(customer, t("join.stays")), h("span.join-arrow", {}, icon("left")),
        side(other, t("join.joins"))),
      h("p.join-result-text", {}, t("join.result",
        { name: customer.name, n: customer.identities.length + other.identities.length })),
      h("div.dialog-buttons", {}, h("button.button", { type: "button", onclick: showSearch }, t("action.back")), yes));
    yes.focus();
  }

  async function act(button, other) {
    button.disabled = true;
    try {
      await join(customer, other);
      dialog.close();
      toast(t("join.done", { name: customer.name }), { kind: "good" });
    } catch (problem) {
      button.disabled = false;
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }
}

function side(customer, role) {
  const fact = (name, value) => [h("dt", {}, name), h("dd", {}, value || t("field.none"))];
  return h("section.join-side", {}, h("p.join-role", {}, role),
    h("p.join-name", {}, avatar(customer.name), customer.name, tierBadge(customer.tier)),
    h("ul.identities", {}, customer.identities.map(each => h("li", {}, icon(identityIcon(each.kind), t(`identity.${each.kind}`)),
      h("span.identity-value", { title: each.value }, identityText(each))))),
    h("dl.join-facts", {}, fact(t("customer.company"), customer.company),
      fact(t("field.tags"), customer.tags.join(t("list.comma"))),
      fact(t("customer.ticketCount"), String(customer.ticketCount)), fact(t("customer.created"), day(customer.createdAt))));
}
