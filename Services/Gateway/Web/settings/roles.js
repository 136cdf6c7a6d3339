import { h, fill } from "../app/dom.js";
import { t, named } from "../app/i18n.js";
import { listAll, put, request } from "../app/api.js";
import { account, loadSession } from "../app/state.js";
import { language } from "../app/i18n.js";
import { confirm } from "../components/dialog.js";
import { button, field, formDialog, input, notSaved, saved, tick } from "./parts.js";

// The matrix: what each role may, on whose things.

const MASKS = ["customer.contact", "customer.note", "customer.facts"];

export const roleName = role => (role.builtIn ? named(`role.${role.id}`, role.id)
  : role.names?.[language.value] || named(`role.${role.id}`, role.name));
const rightName = right => named(`right.${right.id}`, right.id);

/** Rights by what they are about, in the order of the table. */
function groups(rights) {
  const found = new Map();
  for (const right of rights.filter(each => !each.id.endsWith(":files"))) {
    const [area] = right.id.split(":");
    found.set(area, [...found.get(area) ?? [], right]);
  }
  return [...found];
}

export async function show(host, tools) {
  const [roles, rights] = await Promise.all([listAll("/roles"), listAll("/rights")]);
  const again = () => show(host, tools).catch(notSaved);
  fill(tools, button(t("roles.add"), () => edit(null, rights, again), { kind: "primary", sign: "plus" }));
  const heads = roles.map(role => h("th", { scope: "col" }, h("span.role-head", {},
    h("button.link-button", { type: "button", onclick: () => edit(role, rights, again) }, roleName(role)),
    role.requiresFactor ? h("span.chip", {}, t("roles.factorShort")) : null)));
  const cell = (role, right) => {
    const scope = role.denied.includes(right.id) ? null : role.allowed[right.id];
    const text = role.denied.includes(right.id) ? t("roles.denied") : scope ? t(`scope.${scope}`) : t("roles.no");
    return h("td", { class: scope ? "yes" : "quiet" }, h("span", {}, scope === "all" ? t("roles.yes") : text));
  };
  fill(host, h("div.table-frame.matrix", { tabindex: "0", role: "region", "aria-label": t("settings.roles") },
    h("table.table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("roles.right")), heads)),
      groups(rights).map(([area, each]) => h("tbody", {},
        h("tr.matrix-area", {}, h("th", { scope: "rowgroup", colspan: roles.length + 1 }, named(`area.${area}`, area))),
        each.map(right => h("tr", {}, h("th", { scope: "row" }, rightName(right)),
          roles.map(role => cell(role, right)))))))));
}

/** The house through the eyes of a role. */
async function viewAs(role) {
  try {
    await put("/session/view", { role: role.id });
    await loadSession();
    location.assign("/inbox/mine");
  } catch (problem) {
    notSaved(problem);
  }
}

function edit(role, rights, again) {
  const factor = tick(t("roles.factor"), role?.requiresFactor ?? false, { hint: t("roles.factorHint") });
  const preview = role && account.peek().roles.some(each => ["owner", "admin"].includes(each))
    ? button(t("roles.view"), () => viewAs(role), { sign: "eye" }) : null;
  if (role?.builtIn) {
    return formDialog(roleName(role), [h("p.quiet", {}, t("roles.builtIn")), factor, preview], t("action.save"), async () => {
      await put(`/roles/${role.id}`, { name: role.name, requiresFactor: factor.querySelector("input").checked, version: role.version });
      saved();
      again();
    }, { size: "small" });
  }
  const id = input({ value: role?.id ?? "", disabled: Boolean(role), autocomplete: "off" });
  const name = input({ value: role?.name ?? "", autocomplete: "off" });
  const choices = new Map(rights.map(right => [right.id, choice(right, role)]));
  const masks = MASKS.map(mask => [mask, tick(t(`mask.${mask}`), role?.masked.includes(mask))]);
  const dialog = formDialog(role ? role.name : t("roles.add"), [
    role ? null : field("role-id", t("teams.id"), id, t("roles.idHint")), field("role-name", t("people.name"), name),
    h("p.quiet", {}, t("roles.deny")),
    h("div.right-list", {}, groups(rights).map(([area, each]) => h("fieldset.rights", {},
      h("legend.label", {}, named(`area.${area}`, area)), each.map(right => h("label.right", {},
        h("span", {}, rightName(right)), choices.get(right.id)))))),
    h("fieldset.ticks", {}, h("legend.label", {}, t("roles.masks")), masks.map(([, box]) => box)), factor,
    role ? h("div.box-tools", {}, preview, button(t("roles.remove"), async () => {
      if (!await confirm(t("roles.remove"), t("roles.removeText", { name: role.name }), t("roles.remove"))) return;
      try {
        await request("DELETE", `/roles/${role.id}`, { match: role.version });
        dialog.close();
        again();
      } catch (problem) {
        notSaved(problem);
      }
    })) : null], t("action.save"), async () => {
    const allowed = {}, denied = [];
    for (const [right, box] of choices) {
      if (box.value === "denied") denied.push(right);
      else if (box.value) allowed[right] = box.value;
    }
    await put(`/roles/${role?.id ?? id.value.trim()}`, {
      name: name.value.trim(), names: role?.names ?? {}, allowed, denied, version: role?.version ?? 0,
      masked: masks.filter(([, box]) => box.querySelector("input").checked).map(([mask]) => mask),
      requiresFactor: factor.querySelector("input").checked,
    });
    saved();
    again();
  }, { size: "large" });
  (role ? name : id).focus();
}

/** Nothing said, on whose things, or denied whatever other roles say. */
function choice(right, role) {
  const scopes = right.scoped ? ["own", "team", "all"] : ["all"];
  const box = h("select.select", { "aria-label": rightName(right) }, h("option", { value: "" }, t("roles.no")),
    scopes.map(scope => h("option", { value: scope }, scope === "all" && !right.scoped ? t("roles.yes") : t(`scope.${scope}`))),
    h("option", { value: "denied" }, t("roles.denied")));
  const plain = { "account:own": "all", "live:stream": "all", "notices:own": "all" };
  box.value = role ? (role.denied.includes(right.id) ? "denied" : role.allowed[right.id] ?? "") : plain[right.id] ?? "";
  return box;
}
