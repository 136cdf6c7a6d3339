import { t, named, language, known } from "./i18n.js";

// Conditions as people edit them. A condition of the API becomes a tree of nodes and goes back unchanged:
// `{ kind: "group", mode, parts }`, `{ kind: "count", list, atLeast, atMost, parts }`, `{ kind: "test", field, is, value }`.

export const MODES = ["all", "any", "none"];

/** What can be asked of each type, in the order in which it is offered. */
const OPERATORS = {
  text: ["equal", "notEqual", "contains", "notContains", "startsWith", "present", "absent"],
  list: ["anyOf", "noneOf", "present", "absent"],
  choice: ["anyOf", "noneOf", "present", "absent"],
  number: ["atLeast", "atMost", "equal", "present", "absent"],
  boolean: ["yes", "no"],
  time: ["withinLast", "longerAgo", "beforeDay", "afterDay", "present", "absent"],
};
const WITHOUT_VALUE = ["present", "absent", "yes", "no"];
const DURATION = /^(\d+)([hdw])$/;
export const UNITS = ["h", "d", "w"];

export function toNode(condition) {
  if (condition.all) return { kind: "group", mode: "all", parts: condition.all.map(toNode) };
  if (condition.any) return { kind: "group", mode: "any", parts: condition.any.map(toNode) };
  if (condition.not) return { kind: "group", mode: "none", parts: (condition.not.any ?? [condition.not]).map(toNode) };
  if (condition.count) {
    const where = condition.where ?? { all: [] };
    const atLeast = condition.atLeast ?? (condition.atMost === undefined ? 1 : 0);
    return { kind: "count", list: condition.count, atLeast, atMost: condition.atMost, parts: (where.all ?? [where]).map(toNode) };
  }
  return fromTest(condition);
}

/** The same, with a group at the top. */
export function rootNode(condition) {
  const node = toNode(condition);
  return node.kind === "group" ? node : { kind: "group", mode: "all", parts: [node] };
}

function fromTest(test) {
  const node = { kind: "test", field: test.field, is: test.is, value: test.value, caseSensitive: test.caseSensitive };
  if (test.is === "equal" && typeof test.value === "boolean") Object.assign(node, { is: test.value ? "yes" : "no", value: undefined });
  if (test.is === "before") node.is = DURATION.test(test.value) ? "longerAgo" : "beforeDay";
  if (test.is === "after" && !DURATION.test(test.value)) node.is = "afterDay";
  return node;
}

export function toCondition(node) {
  if (node.kind === "group") {
    const parts = node.parts.map(toCondition);
    return node.mode === "none" ? { not: { any: parts } } : { [node.mode]: parts };
  }
  if (node.kind === "count") {
    const count = { count: node.list, where: { all: node.parts.map(toCondition) }, atLeast: node.atLeast };
    return node.atMost === undefined ? count : { ...count, atMost: node.atMost };
  }
  const names = { yes: "equal", no: "equal", longerAgo: "before", beforeDay: "before", afterDay: "after" };
  const test = { field: node.field, is: names[node.is] ?? node.is };
  if (node.is === "yes" || node.is === "no") test.value = node.is === "yes";
  else if (!WITHOUT_VALUE.includes(node.is)) test.value = node.value;
  return node.caseSensitive ? { ...test, caseSensitive: true } : test;
}

/** Whether nothing is left to be filled in. */
export function isComplete(node) {
  if (node.parts) return node.parts.every(isComplete) && (node.kind === "count" || node.parts.length > 0);
  if (!node.field) return false;
  if (WITHOUT_VALUE.includes(node.is)) return true;
  return Array.isArray(node.value) ? node.value.length > 0 : node.value !== undefined && node.value !== "";
}

/** `30d` as `{ amount: 30, unit: "d" }`. */
export function readDuration(text) {
  const [, amount, unit] = DURATION.exec(text ?? "") ?? [];
  return { amount: amount ? Number(amount) : "", unit: unit ?? "d" };
}

export const hasValue = is => !WITHOUT_VALUE.includes(is);

/** The fields that may be asked, and what they and their values are called. `prefix` is set within a list. */
export class Fields {
  constructor(catalogue, names, prefix = "") {
    this.names = names;
    this.prefix = prefix;
    this.whole = catalogue;
    this.all = catalogue.filter(field => (prefix ? field.name.startsWith(prefix) : !entryOf(field.name))
      && !field.name.endsWith(".*")).map(field => ({ ...field, name: field.name.slice(prefix.length) }));
  }

  get(name) { return this.all.find(field => field.name === name) ?? { name, type: "text", list: false }; }

  /** The lists whose entries can be counted. */
  lists() { return this.prefix ? [] : [...new Set(this.whole.map(field => entryOf(field.name)).filter(Boolean))]; }

  /** The fields of a list's entries. */
  within(list) { return new Fields(this.whole, this.names, `${list}.`); }

  label(name) {
    const full = this.prefix + name;
    const computed = after(full, "customer.computed.");
    if (computed) return inLanguage(this.names.tags.find(tag => tag.id === computed), computed);
    const attribute = after(full, "customer.attributes.");
    if (attribute) return inLanguage(this.names.attributes.find(each => each.id === attribute), attribute);
    const last = after(full, "customer.last.");
    if (last) return t("condition.lastOf", { what: this.typeName(last) });
    const fact = after(full, "customer.facts.");
    if (fact) return named(`field.fact.${fact.slice(fact.indexOf(".") + 1)}`, fact.slice(fact.indexOf(".") + 1).replace("data.", ""));
    return named(`field.${full}`, full);
  }

  typeName(id) { return inLanguage(this.names.types.find(type => type.id === id), id); }

  listLabel(list) { return list === "customer.tickets" ? t("condition.tickets") : this.typeName(list.split(".").pop()); }

  operators(name) {
    const field = this.get(name);
    if (field.allowed?.length) return OPERATORS.choice;
    if (field.list || this.prefix + name === "customer.segments") return OPERATORS.list;
    return OPERATORS[field.type] ?? (field.type === "duration" ? OPERATORS.number : OPERATORS.text);
  }

  /** What may be chosen: `{ value, label }`; undefined where people type. */
  options(name) {
    const full = this.prefix + name;
    if (full === "customer.segments") return this.names.segments.map(each => ({ value: each.id, label: each.name }));
    if (full === "customer.tags") return this.names.given.map(each => ({ value: each.name, label: each.name }));
    const { allowed } = this.get(name);
    return allowed?.map(value => ({ value, label: this.valueLabel(name, value) }));
  }

  valueLabel(name, value) {
    const full = this.prefix + name;
    const tag = this.names.tags.find(each => `customer.computed.${each.id}` === full);
    if (tag) return inLanguage(tag.levels.find(level => level.value === value), value);
    if (full === "customer.segments") return this.names.segments.find(each => each.id === value)?.name ?? value;
    const kind = full.split(".").pop();
    return ["tier", "status", "channel", "priority"].includes(kind) ? named(`${kind}.${value}`, String(value)) : String(value);
  }

  /** How an operator reads after this field. */
  operatorLabel(name, is) {
    const { type } = this.get(name);
    const own = `operator.${type}.${is}`;
    return known(own) ? t(own) : named(`operator.${is}`, is);
  }
}

/** The list that a field's entries stand in: `customer.tickets.status` → `customer.tickets`. */
function entryOf(name) {
  if (name.startsWith("customer.tickets.")) return "customer.tickets";
  return name.startsWith("customer.facts.") ? name.split(".").slice(0, 3).join(".") : null;
}

const after = (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : null);

/** A name in the page's language. */
export const inLanguage = (thing, fallback) => thing?.names?.[language.value] ?? thing?.name ?? fallback;

/** A condition in words, for reading. */
export function words(node, fields) {
  if (node.kind === "group") {
    const parts = node.parts.map(part => (part.kind === "group" && part.parts.length > 1 ? `(${words(part, fields)})` : words(part, fields)));
    const joined = parts.join(node.mode === "all" ? t("condition.and") : t("condition.or"));
    return node.mode === "none" ? t("condition.not", { what: joined }) : joined;
  }
  if (node.kind === "count") {
    const inner = fields.within(node.list);
    const what = t("condition.counted", { n: node.atLeast, what: fields.listLabel(node.list) });
    const limit = node.atMost === undefined ? what : t("condition.countedUpTo", { n: node.atMost, what: fields.listLabel(node.list) });
    const of = node.parts.map(part => words(part, inner)).join(t("condition.and"));
    return of ? t("condition.countedOf", { what: limit, of }) : limit;
  }
  return [fields.label(node.field), fields.operatorLabel(node.field, node.is), valueWords(node, fields)].filter(Boolean)
    .join(t("condition.space"));
}

function valueWords(node, fields) {
  if (!hasValue(node.is)) return "";
  if (["withinLast", "longerAgo"].includes(node.is)) {
    const { amount, unit } = readDuration(node.value);
    return amount === "" ? "…" : t(`condition.unit.${unit}`, { n: amount });
  }
  const values = [node.value].flat().filter(value => value !== undefined && value !== "");
  return values.length ? values.map(value => fields.valueLabel(node.field, value)).join(t("list.comma")) : "…";
}
