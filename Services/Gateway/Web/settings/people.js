import { h, fill } from "../app/dom.js";
import { t, languages } from "../app/i18n.js";
import { listAll, post, put, request } from "../app/api.js";
import { teams, me } from "../app/state.js";
import { avatar } from "../components/avatar.js";
import { confirm } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { roleName } from "./roles.js";
import { button, field, formDialog, input, notSaved, saved, table, tick } from "./parts.js";

// Who may sign in, with which roles, in which teams.

export async function show(host, tools) {
  const [people, roles] = await Promise.all([listAll("/accounts"), listAll("/roles").catch(() => [])]);
  const again = () => show(host, tools).catch(notSaved);
  fill(tools, button(t("people.add"), () => edit(null, roles, again), { kind: "primary", sign: "plus" }));
  people.sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
  fill(host, table([[t("people.name")], [t("people.roles")], [t("people.teams"), "hide-small"],
    [t("security.factor"), "hide-small"], ["", "hide-small"]],
  people.map(each => h("tr", { class: each.active ? "" : "faded" },
    h("td", {}, h("span.cell-main", {}, avatar(each.name), h("span", {},
      h("button.link-button", { type: "button", onclick: () => edit(each, roles, again) }, each.name),
      h("span.quiet.block", {}, each.email)))),
    h("td", {}, h("span.tag-line", {}, [...each.roles, ...each.customRoles ?? []].map(id =>
      h("span.chip", {}, roleName(roles.find(role => role.id === id) ?? { id, name: id }))),
    each.active ? null : h("span.chip", {}, t("people.closed")))),
    h("td.hide-small", {}, h("span.quiet", {}, each.teams.map(id => teams.value.get(id)?.name ?? id).join(t("list.comma")))),
    h("td.hide-small", {}, h("span", { class: each.hasFactor ? "" : "quiet" }, t(each.hasFactor ? "security.on" : "security.off"))),
    h("td.number.hide-small", {}, h("span.row-tools", {},
      each.active ? button(t("people.invite"), () => invite(each), { kind: "small" }) : null,
      each.hasFactor && each.id !== me() ? button(t("people.resetFactor"), () => resetFactor(each, again), { kind: "small" })
        : null))))));
}

async function invite(person) {
  try {
    await post(`/accounts/${person.id}/invitation`);
    toast(t("people.invited", { email: person.email }), { kind: "good" });
  } catch (problem) {
    notSaved(problem);
  }
}

async function resetFactor(person, again) {
  if (!await confirm(t("people.resetFactor"), t("people.resetFactorText", { name: person.name }), t("people.resetFactor"))) return;
  try {
    await request("DELETE", `/accounts/${person.id}/factor`);
    again();
  } catch (problem) {
    notSaved(problem);
  }
}

function edit(person, roles, again) {
  const name = input({ value: person?.name ?? "", autocomplete: "off" });
  const email = input({ type: "email", value: person?.email ?? "", autocomplete: "off" });
  const tongue = h("select.select", {}, h("option", { value: "" }, t("people.languageOfHouse")),
    languages.map(([value, label]) => h("option", { value }, label)));
  tongue.value = person?.language ?? "";
  const held = new Set([...person?.roles ?? ["agent"], ...person?.customRoles ?? []]);
  const ticks = roles.map(role => [role, tick(roleName(role), held.has(role.id))]);
  const places = [...teams.value.values()].map(team => [team, tick(team.name, person?.teams.includes(team.id))]);
  const active = tick(t("people.active"), person?.active ?? true, { hint: t("people.activeHint") });
  const picked = pairs => pairs.filter(([, box]) => box.querySelector("input").checked).map(([each]) => each);
  const send = !person ? tick(t("people.inviteNow"), true) : null;
  formDialog(person ? person.name : t("people.add"), [field("person-name", t("people.name"), name),
    field("person-email", t("signIn.email"), email), field("person-language", t("people.language"), tongue),
    h("fieldset.ticks", {}, h("legend.label", {}, t("people.roles")), ticks.map(([, box]) => box)),
    places.length ? h("fieldset.ticks", {}, h("legend.label", {}, t("people.teams")), places.map(([, box]) => box)) : null,
    person ? active : send, person ? h("div.box-tools", {}, button(t("people.invite"), () => invite(person)),
      person.hasFactor && person.id !== me() ? button(t("people.resetFactor"), () => resetFactor(person, again)) : null) : null],
  t("action.save"), async () => {
    const chosen = picked(ticks);
    const custom = chosen.filter(role => !role.builtIn).map(role => role.id);
    const body = {
      name: name.value.trim(), email: email.value.trim(), roles: chosen.filter(role => role.builtIn).map(role => role.id),
      teams: picked(places).map(team => team.id), active: active.querySelector("input").checked,
    };
    if (custom.length) body.customRoles = custom;
    if (tongue.value) body.language = tongue.value;
    const account = await put(`/accounts/${person?.id ?? "new"}`, body);
    if (send?.querySelector("input").checked) await invite(account);
    else saved();
    again();
  });
  name.focus();
}
