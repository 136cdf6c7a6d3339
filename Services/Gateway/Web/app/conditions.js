import { t, named, number } from "./i18n.js";
import { day } from "./time.js";

// The one condition language of the house (Shared/Conditions) as people read and write it: trees of groups and tests.

/** What each operator wants beside it. */
export const OPERANDS = {
  equal: "many", notEqual: "many", anyOf: "many", noneOf: "many", contains: "many", notContains: "many", startsWith: "many",
  endsWith: "many", matches: "many", greater: "one", less: "one", atLeast: "one", atMost: "one", between: "pair",
  present: "none", absent: "none", before: "moment", after: "moment", withinLast: "duration", withinNext: "duration",
  changed: "none", changedFrom: "many", changedTo: "many",
};

const CHANGES = ["changed", "changedFrom", "changedTo"];
const BY_TYPE = {
  text: ["anyOf", "noneOf", "contains", "notContains", "startsWith", "endsWith", "matches", "present", "absent"],
  choice: ["anyOf", "noneOf", "present", "absent"],
  number: ["equal", "atLeast", "atMost", "greater", "less", "between", "present", "absent"],
  duration: ["atLeast", "atMost", "greater", "less", "between", "present", "absent"],
  boolean: ["equal", "present", "absent"],
  time: ["withinLast", "before", "after", "withinNext", "between", "present", "absent"],
  any: ["anyOf", "noneOf", "contains", "notContains", "atLeast", "atMost", "between", "before", "after", "withinLast",
    "present", "absent"],
};
const ALL_OF = { all: "all", any: "any" };

/** The operators to offer for a field; `current` stays on offer whatever it is. */
export function operatorsOf(field, { previous = false, current } = {}) {
  const all = [...(BY_TYPE[field?.type] ?? BY_TYPE.any), ...(previous ? CHANGES : [])];
  return current && !all.includes(current) ? [...all, current] : all;
}

/** The field of a path in a catalogue, wildcards considered. */
export function fieldOf(fields, name) {
  return fields.find(each => each.name === name)
    ?? fields.find(each => each.name.endsWith(".*") && name.startsWith(each.name.slice(0, -1)) && name.length >= each.name.length);
}

/** What a field is called; of a path under a wildcard the last step. */
export function fieldName(fields, name) {
  const field = fieldOf(fields, name);
  if (!field) return name;
  if (field.title) return field.title;
  const label = named(field.label, named(`field.${field.name}`, field.name.replace(/^\w+\./, "")));
  return field.name.endsWith(".*") && name !== field.name
    ? t("condition.named", { field: label, name: name.slice(field.name.length - 1) }) : label;
}

/** What a value of a choice is called: `status.new`, `choice.state.running`. */
export function choiceName(field, value) {
  const last = field.name.slice(field.name.lastIndexOf(".") + 1);
  return named(`${last}.${value}`, named(`choice.${last}.${value}`, String(value)));
}

/**
 * The tree as the editor keeps it: `{ mode: all|any|none|notAll, parts }`, `{ field, is, value, caseSensitive }`, or
 * `{ count, where, atLeast, atMost }`.
 */
export function read(condition) {
  if (!condition) return { mode: "all", parts: [] };
  for (const mode of Object.keys(ALL_OF)) if (condition[mode]) return { mode, parts: condition[mode].map(read) };
  if (condition.not) {
    const inner = read(condition.not);
    if (inner.mode === "any") return { ...inner, mode: "none" };
    if (inner.mode === "all") return { ...inner, mode: "notAll" };
    return { mode: "none", parts: [inner] };
  }
  if (condition.count !== undefined) {
    const where = read(condition.where);
    return { ...condition, where: where.parts ? where : { mode: "all", parts: [where] } };
  }
  return { ...condition };
}

/** The condition of a tree. */
export function write(node) {
  if (node.parts) {
    const parts = node.parts.map(write);
    if (node.mode === "none") return { not: { any: parts } };
    if (node.mode === "notAll") return { not: { all: parts } };
    return { [node.mode]: parts };
  }
  if (node.count !== undefined) return { ...node, where: write(node.where) };
  return OPERANDS[node.is] === "none" ? { field: node.field, is: node.is } : { ...node };
}

/** A tree whose outermost node is a group. */
export function readGroup(condition) {
  const node = read(condition);
  return node.parts ? node : { mode: "all", parts: [node] };
}

/** Whether nothing is missing in a tree. */
export function isComplete(node) {
  if (node.parts) return node.parts.every(isComplete);
  if (node.count !== undefined) return Boolean(node.count) && isComplete(node.where);
  const kind = OPERANDS[node.is];
  if (!node.field || node.field.endsWith("*") || !kind) return false;
  const filled = value => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && !value.length);
  if (kind === "none") return true;
  return kind === "pair" ? Array.isArray(node.value) && node.value.length === 2 && node.value.every(filled) : filled(node.value);
}

/** `2h` → `[2, "h"]`; null for what is no duration. */
export function durationParts(value) {
  const found = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(String(value));
  if (found) return [Number(found[1]), found[2]];
  return Number.isFinite(Number(value)) && value !== "" && value !== null ? [Number(value), "s"] : null;
}

const durationText = value => {
  const parts = durationParts(value);
  return parts ? t(`condition.length.${parts[1]}`, { n: parts[0] }) : String(value);
};

function valueText(node, field, options) {
  const one = value => {
    if (value === true || value === false) return t(value ? "condition.yes" : "condition.no");
    if (field?.type === "time") return day(value);
    const known = (options(node.field) ?? field?.options)?.find(each => each.value === value);
    if (known || field?.allowed) return known?.label ?? choiceName(field, value);
    return typeof value === "number" ? number(value) : t("condition.quoted", { value });
  };
  const kind = OPERANDS[node.is];
  if (kind === "duration") return durationText(node.value);
  if (kind === "moment") {
    return durationParts(node.value) ? t("condition.ago", { length: durationText(node.value) }) : one(node.value);
  }
  if (kind === "pair") return t("condition.range", { from: one(node.value[0]), to: one(node.value[1]) });
  return [node.value].flat().map(one).join(t("condition.or"));
}

/** A condition in words: “Status is one of new, open and …”. `options` as in the editor. */
export function conditionSentence(condition, fields, options = () => undefined) {
  const node = read(condition);
  if (node.parts && !node.parts.length) return t(node.mode === "all" ? "condition.always" : "condition.never");
  return words(node, true);

  function words(each, outer = false) {
    if (each.parts) {
      const joined = each.parts.map(part => words(part)).join(t(each.mode === "any" || each.mode === "none" ? "condition.orElse"
        : "condition.and"));
      if (each.mode === "none" || each.mode === "notAll") return t("condition.notSo", { what: joined });
      return outer || each.parts.length < 2 ? joined : t("condition.bracket", { what: joined });
    }
    if (each.count !== undefined) {
      const what = conditionSentence(write(each.where), inside(fields, each.count));
      const name = listName(fields, each.count);
      return t(each.atMost === undefined ? "condition.countLeast" : "condition.countRange",
        { name, what, from: each.atLeast ?? (each.atMost === undefined ? 1 : 0), to: each.atMost });
    }
    const field = fieldOf(fields, each.field);
    const name = fieldName(fields, each.field), is = t(`condition.is.${each.is}`);
    if (OPERANDS[each.is] === "none") return t("condition.bare", { name, is });
    return t("condition.test", { name, is, value: valueText(each, field, options) });
  }
}

/** The fields within an entry of a list, as a `where` names them. */
export function inside(fields, list) {
  return fields.filter(each => each.name.startsWith(`${list}.`))
    .map(each => ({ ...each, name: each.name.slice(list.length + 1), label: each.label ?? `field.${each.name}`, list: false }));
}

/** What a list is called. */
export const listName = (fields, list) => fields.find(each => each.name.startsWith(`${list}.`) && each.listTitle)?.listTitle
  ?? named(`field.${list}`, list);

/** The lists of a catalogue whose entries can be counted: paths above at least two fields that are lists. */
export function countable(fields) {
  const sizes = new Map();
  for (const { name, list } of fields) {
    const above = name.slice(0, name.lastIndexOf("."));
    if (list && above.includes(".")) sizes.set(above, (sizes.get(above) ?? 0) + 1);
  }
  return [...sizes].filter(([, size]) => size > 1).map(([name]) => name);
}
