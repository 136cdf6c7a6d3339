import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { listAll, put } from "../app/api.js";
import { loadStaff } from "../app/state.js";
import { emptyState } from "../components/states.js";
import { button, field, formDialog, input, notSaved, saved, table } from "./parts.js";

// Teams: who works together.

export async function show(host, tools) {
  const [teams, people] = await Promise.all([listAll("/teams"), listAll("/agents")]);
  const again = () => Promise.all([show(host, tools), loadStaff()]).catch(notSaved);
  fill(tools, button(t("teams.add"), () => edit(null, again), { kind: "primary", sign: "plus" }));
  if (!teams.length) return fill(host, emptyState("team", t("teams.none")));
  fill(host, table([[t("people.name")], [t("teams.members")], [t("teams.id"), "hide-small"]],
    teams.map(team => h("tr", {},
      h("td", {}, h("button.link-button", { type: "button", onclick: () => edit(team, again) }, team.name)),
      h("td", {}, h("span.tag-line", {}, people.filter(each => each.active && each.teams.includes(team.id)).map(each =>
        h("span.chip", {}, each.name)))),
      h("td.hide-small", {}, h("code.quiet", {}, team.id))))));
}

function edit(team, again) {
  const id = input({ value: team?.id ?? "", disabled: Boolean(team), autocomplete: "off" });
  const name = input({ value: team?.name ?? "", autocomplete: "off" });
  const names = { zh: input({ value: team?.names?.zh ?? "" }), en: input({ value: team?.names?.en ?? "" }) };
  formDialog(team?.name ?? t("teams.add"), [team ? null : field("team-id", t("teams.id"), id, t("teams.idHint")),
    field("team-name", t("people.name"), name), field("team-zh", t("teams.zh"), names.zh),
    field("team-en", t("teams.en"), names.en)], t("action.save"), async () => {
    const { id: _, ...known } = team ?? {};
    const words = Object.fromEntries(Object.entries(names).map(([key, box]) => [key, box.value.trim()])
      .filter(([, text]) => text));
    await put(`/teams/${encodeURIComponent(team?.id ?? id.value.trim())}`, { ...known, name: name.value.trim(), names: words });
    saved();
    again();
  }, { size: "small" });
  (team ? name : id).focus();
}
