import { h, fill } from "../../app/dom.js";
import { t, language } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { agents, me, teams, teamName } from "../../app/state.js";
import { choice } from "../../components/dialog.js";
import { errorState, skeleton } from "../../components/states.js";
import { toast } from "../../components/toast.js";

// What the parts of the page share.

/** A page's head: its name, what it is for, and what can be done. */
export const head = (name, ...tools) => h("header.page-head", {}, h("div", {}, h("h1", {}, t(`automation.${name}`)),
  h("p.quiet.page-about", {}, t(`automation.about.${name}`))), h("div.page-tools", {}, tools));

/** Loads into a box: bones first, what went wrong with a way to try again, else what `draw` makes of it. */
export async function loadInto(box, load, draw, quiet = false) {
  if (!quiet) fill(box, h("div.page-pad", {}, skeleton(8)));
  try {
    const found = await load();
    if (box.isConnected) draw(found);
  } catch (problem) {
    if (box.isConnected) fill(box, errorState(problem, () => loadInto(box, load, draw)));
  }
}

/** The name of a thing in the reader's language. */
export const nameOf = thing => thing.names?.[language.peek()] || thing.name;

const UNITS = [["m", 60], ["h", 3600], ["d", 86_400]];

/** Seconds as a number and a unit; empty means none. `seconds()` gives them back. */
export function secondsField(seconds, name, onchange) {
  const [unit, size] = seconds ? [...UNITS].reverse().find(([, each]) => seconds % each === 0) ?? UNITS[0] : UNITS[0];
  const box = h("input.field.short-number", { type: "number", min: 0, step: "any", "aria-label": name,
    value: seconds ? String(seconds / size) : "", oninput: () => onchange?.() });
  const units = choice(UNITS.map(([each]) => [each, t(`condition.unit.${each}`)]), unit, () => onchange?.());
  units.setAttribute("aria-label", `${name}, ${t("condition.unit")}`);
  return Object.assign(h("span.seconds", {}, box, units), {
    seconds: () => (box.value === "" ? null : Math.round(Number(box.value) * UNITS.find(([each]) => each === units.value)[1])),
  });
}

/** Names in both languages; the first is what is shown without one. */
export function nameFields(thing) {
  const fields = Object.fromEntries(["zh", "en"].map(tongue => [tongue, h("input.field", { maxlength: 100, lang: tongue,
    value: thing.names?.[tongue] ?? (language.peek() === tongue ? thing.name ?? "" : "") })]));
  return { fields, read: () => {
    const names = Object.fromEntries(Object.entries(fields).map(([tongue, field]) => [tongue, field.value.trim()]).filter(([, text]) => text));
    return { name: names[language.peek()] ?? names.zh ?? names.en ?? "", names };
  } };
}

/** Who sees a view or a macro. */
export function scopeFields(thing, mayShare) {
  const team = choice([...teams.peek().keys()].map(id => [id, teamName(id)]), thing.team ?? [...teams.peek().keys()][0]);
  const scope = choice([["personal", t("scope.personal")], ...(mayShare ? [["team", t("scope.team")],
    ["everyone", t("scope.everyone")]] : [])], thing.scope ?? "personal", () => { team.parentElement.hidden = scope.value !== "team"; });
  return { scope, team, read: () => ({ scope: scope.value, ...(scope.value === "team" ? { team: team.value } : {}) }) };
}

/** The values that conditions over tickets know here: people and teams, and whoever looks. */
export const ticketOptions = mine => name => {
  if (name === "ticket.assignee") {
    return [...(mine ? [{ value: "@me", label: t("condition.me") }] : []), ...[...agents.peek().values()].map(each => ({ value: each.id,
      label: each.id === me() ? t("assign.me", { name: each.name }) : each.name }))];
  }
  if (name === "ticket.team") {
    return [...(mine ? [{ value: "@teams", label: t("condition.myTeams") }] : []),
      ...[...teams.peek().keys()].map(id => ({ value: id, label: teamName(id) }))];
  }
  return undefined;
};

/** Buttons that move a thing up and down in its list: what a drag would do. */
export const movers = (name, index, count, move) => h("span.movers", {}, [["up", -1], ["down", 1]].map(([sign, by]) =>
  h("button.icon-button.small", { type: "button", disabled: index + by < 0 || index + by >= count,
    "aria-label": t(`action.${sign}`, { name }), title: t(`action.${sign}`, { name }), onclick: () => move(by) }, icon(sign))));

/** Saves; what is refused is said, and pointed at in `editor`. The saved thing, or undefined. */
export async function save(work, editor) {
  try {
    const saved = await work();
    toast(t("toast.saved"), { kind: "good" });
    return saved;
  } catch (problem) {
    const found = editor?.mark(problem.errors) ?? 0;
    const why = problem.status === 412 ? t("error.staleThing") : problem.status === 0 ? t("error.unreachable")
      : [problem.message, ...(found ? [] : (problem.errors ?? []).map(each => each.detail))].join(" ");
    toast(t("error.notSaved", { why }), { kind: "bad", stay: true });
    return undefined;
  }
}
