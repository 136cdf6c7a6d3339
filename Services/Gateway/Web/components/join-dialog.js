import { h, fill, debounce } from "../app/dom.js";
import { t, named } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list } from "../app/api.js";
import { day } from "../app/time.js";
import { navigate } from "../app/router.js";
import { identityIcon, identityText } from "../app/customers.js";
import { join, previewJoin, separate } from "../app/joining.js";
import { openDialog } from "./dialog.js";
import { avatar } from "./avatar.js";
import { tierBadge } from "./ticket-row.js";
import { errorState, skeleton } from "./states.js";
import { toast } from "./toast.js";

/**
 * Finds the other record of the same person, shows both side by side and field by field what joining would do, and joins them
 * after a clear yes. With `other` the search is left out.
 */
export function openJoin(customer, other) {
  const body = h("div.join");
  const dialog = openDialog(t("join.title", { name: customer.name }), body, { size: "large" });
  if (other) compare(customer, other); else showSearch();

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
          h("button.join-result", { type: "button", onclick: () => compare(customer, each) },
          avatar(each.name), h("span.join-name", {}, each.name), tierBadge(each.tier),
          h("span.quiet", {}, each.identities.map(identityText).slice(0, 2).join(" · ")))))
            : h("li.empty", {}, h("p", {}, t("join.nobody"))));
      } catch (problem) {
        toast(problem.message, { kind: "bad" });
      }
    }
  }

  async function compare(survivor, loser, take) {
    if (!take) fill(body, skeleton(8));
    try {
      draw(await previewJoin(survivor.id, loser.id, take));
    } catch (problem) {
      fill(body, errorState(problem, () => compare(survivor, loser, take)));
    }
  }

  function draw(preview) {
    const { survivor, loser, result, strong } = preview;
    const sure = h("input", { type: "checkbox", onchange: () => { yes.disabled = !sure.checked; } });
    const yes = h("button.button.primary", { type: "button", disabled: strong.length > 0, onclick: () => act(yes, preview) },
      icon("join"), t("join.confirm"));
    // A field that is empty on both sides is nobody's question.
    const lines = preview.fields.filter(line => line.survivor !== null || line.loser !== null);
    fill(body, h("p", {}, t("join.check")),
      h("div.join-sides", {}, side(survivor, t("join.stays")),
        h("button.icon-button", { type: "button", title: t("join.swap"), "aria-label": t("join.swap"),
          onclick: () => compare(loser, survivor) }, icon("sort")), side(loser, t("join.joins"))),
      h("table.join-fields", {}, h("caption.visually-hidden", {}, t("join.fields")), h("thead", {}, h("tr", {},
        [t("join.field"), survivor.name, loser.name].map(text => h("th", { scope: "col" }, text)))),
      h("tbody", {}, lines.map(line => fieldRow(line, preview)))),
      h("p.join-result-text", {}, t("join.result", { name: result.name, n: result.identities.length }),
        result.tags.length ? h("span.tag-line", {}, result.tags.map(tag => h("span.chip", {}, tag))) : null),
      strong.length ? h("label.check.join-strong", {}, sure, h("span", {}, t("join.strong",
        { ids: strong.map(each => each.value).join(t("list.comma")) }))) : null,
      h("div.dialog-buttons", {}, other ? null : h("button.button", { type: "button", onclick: showSearch }, t("action.back")), yes));
    if (!strong.length) yes.focus();
  }

  function fieldRow(line, { survivor, loser, fields }) {
    const choose = taken => {
      const take = fields.filter(each => (each.field === line.field ? taken : each.taken)).map(each => each.field);
      compare(survivor, loser, take);
    };
    const cell = (value, isTaken, taken) => h("td", {}, h("label.join-choice", { class: isTaken ? "chosen" : "" },
      h("input", { type: "radio", name: `join-${line.field}`, checked: isTaken, onchange: () => choose(taken) }),
      h("span", {}, fieldText(line.field, value))));
    return h("tr", {}, h("th", { scope: "row" }, t(`join.field.${line.field}`)), cell(line.survivor, !line.taken, false),
      cell(line.loser, line.taken, true));
  }

  async function act(button, { survivor, loser, fields, strong }) {
    button.disabled = true;
    try {
      const take = fields.filter(line => line.taken).map(line => line.field);
      await join(survivor.id, loser.id, { take, confirmed: strong.length ? true : undefined });
      dialog.close();
      if (location.pathname === `/customers/${loser.id}`) navigate(`/customers/${survivor.id}`, { replace: true });
      toast(t("join.done", { name: survivor.name }), { kind: "good", action: t("action.undo"), undo: true,
        run: () => separate(survivor.id, loser.id) });
    } catch (problem) {
      button.disabled = false;
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }
}

function fieldText(field, value) {
  if (value === null || value === undefined || value === "") return t("field.none");
  if (field === "tier") return t(`tier.${value}`);
  if (field === "language") return named(`language.${value}`, value);
  return typeof value === "boolean" ? t(value ? "join.yes" : "join.no") : String(value);
}

function side(customer, role) {
  const fact = (name, value) => [h("dt", {}, name), h("dd", {}, value || t("field.none"))];
  return h("section.join-side", {}, h("p.join-role", {}, role),
    h("p.join-name", {}, avatar(customer.name), customer.name, tierBadge(customer.tier)),
    h("ul.identities", {}, customer.identities.map(each => h("li", {}, icon(identityIcon(each.kind), t(`identity.${each.kind}`)),
      h("span.identity-value", { title: each.value }, identityText(each))))),
    h("dl.join-facts", {}, fact(t("customer.ticketCount"), String(customer.ticketCount)),
      fact(t("customer.created"), day(customer.createdAt))));
}
