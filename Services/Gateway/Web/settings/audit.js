import { h, fill, debounce } from "../app/dom.js";
import { t, number } from "../app/i18n.js";
import { list, post } from "../app/api.js";
import { agents } from "../app/state.js";
import { openDialog } from "../components/dialog.js";
import { emptyState } from "../components/states.js";
import { toast } from "../components/toast.js";
import { button, notSaved, table, when } from "./parts.js";

// Who did what, newest first, and whether the log is as it was written.

export async function show(host, tools) {
  const action = h("input.field", { type: "search", placeholder: t("audit.action"), "aria-label": t("audit.action") });
  const actor = h("select.select", { "aria-label": t("audit.actor") }, h("option", { value: "" }, t("audit.everybody")),
    [...agents.value.values()].map(each => h("option", { value: each.id }, each.name)));
  const body = h("div");
  let items = [];
  async function load(after) {
    const page = await list("/audit", { action: action.value.trim(), actor: actor.value }, { size: 50, after });
    items = after ? [...items, ...page.items] : page.items;
    draw(page.after);
  }
  const again = () => load().catch(notSaved);
  action.addEventListener("input", debounce(again, 250));
  actor.addEventListener("change", again);
  function draw(after) {
    if (!items.length) return fill(body, emptyState("eye", t("audit.none")));
    fill(body, table([[t("audit.when")], [t("audit.actor")], [t("audit.action")], [t("audit.object"), "hide-small"],
      [t("audit.address"), "hide-small"], [t("audit.outcome"), "number"]],
    items.map(line => h("tr", {}, h("td", {}, when(line.at)), h("td", {}, line.actor.name ?? line.actor.id),
      h("td", {}, h("button.link-button", { type: "button", onclick: () => openLine(line) }, h("code", {}, line.action))),
      h("td.hide-small", {}, h("code.quiet", {}, line.object)), h("td.hide-small", {}, line.address),
      h("td.number", {}, h("span.chip", { class: line.outcome >= 400 ? "bad" : "" }, line.outcome))))),
    after ? h("p.table-more", {}, button(t("customers.more"), () => load(after).catch(notSaved))) : null);
  }
  fill(tools, button(t("audit.verify"), verify));
  await load();
  fill(host, h("div.filter-row", {}, action, actor), body);
}

async function verify() {
  try {
    const check = await post("/audit/verification");
    toast(check.intact ? t("audit.intact", { n: number(check.lines) }) : t("audit.broken", { n: number(check.brokenAt) }),
      { kind: check.intact ? "good" : "bad", stay: !check.intact });
  } catch (problem) {
    notSaved(problem);
  }
}

function openLine(line) {
  const rows = [["audit.actor", line.actor.name ?? line.actor.id], ["audit.key", line.key], ["audit.object", line.object],
    ["audit.address", line.address], ["audit.trace", line.trace], ["audit.sequence", line.sequence]];
  const document_ = (label, value) => (value === undefined ? null
    : h("div", {}, h("h3.label", {}, label), h("pre.code", { tabindex: "0" }, JSON.stringify(value, null, 2))));
  openDialog(line.action, h("div.form", {}, h("dl.facts", {}, rows.filter(([, value]) => value !== undefined).map(([name, value]) =>
    [h("dt", {}, t(name)), h("dd", {}, String(value))])), h("div.before-after", {},
    document_(t("audit.before"), line.before), document_(t("audit.after"), line.after))), { size: "large" });
}
