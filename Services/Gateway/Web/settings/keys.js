import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { listAll, post, request } from "../app/api.js";
import { agentName } from "../app/state.js";
import { confirm } from "../components/dialog.js";
import { emptyState } from "../components/states.js";
import { roleName } from "./roles.js";
import { button, field, formDialog, input, notSaved, showSecret, table, tick, when } from "./parts.js";

// Keys with which programs use the API.

export async function show(host, tools) {
  const [keys, roles] = await Promise.all([listAll("/api-keys"), listAll("/roles").catch(() => [])]);
  const again = () => show(host, tools).catch(notSaved);
  const make = () => add(roles, again);
  fill(tools, h("a.button", { href: "/docs", target: "_blank" }, t("keys.docs")),
    button(t("keys.add"), make, { kind: "primary", sign: "plus" }));
  if (!keys.length) return fill(host, emptyState("api", t("keys.none"), { hint: t("keys.noneHint"), action: t("keys.add"), run: make }));
  const names = key => [...key.roles, ...key.customRoles ?? []].map(id =>
    roleName(roles.find(role => role.id === id) ?? { id, name: id })).join(t("list.comma"));
  fill(host, table([[t("people.name")], [t("people.roles"), "hide-small"], [t("keys.used"), "number"],
    [t("keys.expires"), "number hide-small"], [""]],
  keys.map(key => h("tr", { class: key.revokedAt ? "faded" : "" },
    h("td", {}, h("strong", {}, key.name), h("span.quiet.block", {}, h("code", {}, `${key.prefix}…`), " ",
      agentName(key.account) ?? "")),
    h("td.hide-small", {}, names(key)), h("td.number", {}, when(key.lastUsedAt)),
    h("td.number.hide-small", {}, key.expiresAt ? when(key.expiresAt) : t("keys.never")),
    h("td.number", {}, key.revokedAt ? h("span.chip", {}, t("keys.revoked"))
      : button(t("keys.revoke"), () => revoke(key, again), { kind: "small" }))))));
}

async function revoke(key, again) {
  if (!await confirm(t("keys.revoke"), t("keys.revokeText", { name: key.name }), t("keys.revoke"))) return;
  try {
    await request("DELETE", `/api-keys/${key.id}`);
    again();
  } catch (problem) {
    notSaved(problem);
  }
}

function add(roles, again) {
  const name = input({ autocomplete: "off" });
  const end = input({ type: "date" });
  const rate = input({ type: "number", min: 1, max: 60000, value: 600 });
  const ticks = roles.map(role => [role, tick(roleName(role), role.id === "agent")]);
  formDialog(t("keys.add"), [field("key-name", t("people.name"), name, t("keys.nameHint")),
    h("fieldset.ticks", {}, h("legend.label", {}, t("keys.roles")), ticks.map(([, box]) => box)),
    field("key-end", t("keys.expires"), end, t("keys.expiresHint")), field("key-rate", t("keys.rate"), rate)],
  t("keys.add"), async () => {
    const chosen = ticks.filter(([, box]) => box.querySelector("input").checked).map(([role]) => role);
    const body = {
      name: name.value.trim(), roles: chosen.filter(role => role.builtIn).map(role => role.id),
      customRoles: chosen.filter(role => !role.builtIn).map(role => role.id), perMinute: Number(rate.value) || 600,
    };
    if (end.value) body.expiresAt = new Date(`${end.value}T23:59:59`).toISOString();
    const made = await post("/api-keys", body);
    again();
    showSecret(made.key.name, t("settings.secretOnce"), made.secret);
  });
  name.focus();
}
