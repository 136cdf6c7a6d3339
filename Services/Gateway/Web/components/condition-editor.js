import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { MODES, UNITS, hasValue, isComplete, readDuration } from "../app/conditions.js";
import { openMenu } from "./menu.js";

/**
 * Edits a condition as sentences: a group of rows, each a field, what is asked of it and a value; groups and countings have rows
 * of their own. `root` is a group node and is changed in place; `onchange` hears of every change.
 */
export function conditionEditor(root, fields, onchange) {
  const box = h("div.condition-editor");
  const redraw = focus => {
    fill(box, group(root, fields, null));
    if (focus) box.querySelector(`[data-focus="${focus}"]`)?.focus();
  };
  let counter = 0;
  const names = new WeakMap();
  const name = node => names.get(node) ?? (names.set(node, `row-${counter += 1}`), names.get(node));

  /** Something was chosen: the row looks different now. */
  function changed(node) {
    redraw(node ? name(node) : null);
    onchange();
  }

  function group(node, own, parent) {
    const mode = h("button.pill", { type: "button", "aria-haspopup": "listbox", onclick: event => openMenu(event.currentTarget,
      MODES.map(value => ({ value, label: t(`condition.mode.${value}`) })),
      { selected: node.mode, label: t("condition.mode"), onpick: value => { node.mode = value; changed(node); } }),
    dataset: { focus: name(node) } }, t(`condition.mode.${node.mode}`), icon("down"));
    return h("fieldset.condition-group", { "aria-label": t("condition.group") },
      h("div.condition-line", {}, h("span", {}, t(parent ? "condition.nested" : "condition.intro")), mode,
        parent ? removal(node, parent) : null),
      rows(node, own), adders(node, own));
  }

  const rows = (node, own) => h("ul.condition-rows", {}, node.parts.map(part => h("li", {}, part.kind === "group"
    ? group(part, own, node) : part.kind === "count" ? count(part, own, node) : test(part, own, node))));

  function adders(node, own) {
    const add = part => {
      node.parts.push(part);
      changed(part);
    };
    return h("div.condition-adders", {},
      h("button.link-button", { type: "button", "aria-haspopup": "listbox",
        onclick: event => chooseField(event.currentTarget, own, undefined, add) }, icon("plus"), t("condition.add")),
      own.prefix ? null : h("button.link-button", { type: "button",
        onclick: () => add({ kind: "group", mode: "any", parts: [] }) }, icon("plus"), t("condition.addGroup")));
  }

  function chooseField(anchor, own, selected, use) {
    const lists = own.lists().map(list => ({ value: `#${list}`, label: t("condition.countOf", { what: own.listLabel(list) }),
      icon: "table" }));
    const plain = own.all.map(field => ({ value: field.name, label: own.label(field.name) }))
      .sort((a, b) => a.label.localeCompare(b.label));
    openMenu(anchor, [...(lists.length ? [{ heading: t("condition.happenings") }, ...lists, { heading: t("condition.known") }] : []),
      ...plain], { selected, label: t("condition.field"), onpick: value => use(value.startsWith("#")
      ? { kind: "count", list: value.slice(1), atLeast: 1, parts: [recent(own.within(value.slice(1)))].filter(Boolean) }
      : fresh(value, own)) });
  }

  const fresh = (field, own) => ({ kind: "test", field, is: own.operators(field)[0],
    value: own.get(field).type === "time" ? "30d" : undefined });

  /** Most who count ask of late. */
  function recent(inner) {
    const time = ["occurredAt", "createdAt"].find(each => inner.all.some(field => field.name === each));
    return time ? { kind: "test", field: time, is: "withinLast", value: "30d" } : null;
  }

  function count(node, own, parent) {
    const inner = own.within(node.list);
    const number = h("input.pill-input", { type: "number", min: 0, max: 1000, value: node.atMost ?? node.atLeast,
      "aria-label": t("condition.howMany"), oninput: () => {
        const value = Math.max(0, Math.min(1000, Math.round(Number(number.value) || 0)));
        if (node.atMost === undefined) node.atLeast = value; else node.atMost = value;
        onchange();
      } });
    const kinds = ["atLeast", "atMost"];
    const kind = h("button.pill", { type: "button", "aria-haspopup": "listbox", dataset: { focus: name(node) },
      onclick: event => openMenu(event.currentTarget, kinds.map(value => ({ value, label: t(`condition.count.${value}`) })), {
        selected: node.atMost === undefined ? "atLeast" : "atMost", label: t("condition.howMany"), onpick: value => {
          const n = node.atMost ?? node.atLeast;
          Object.assign(node, value === "atMost" ? { atLeast: 0, atMost: n } : { atLeast: n, atMost: undefined });
          changed(node);
        } }) }, t(`condition.count.${node.atMost === undefined ? "atLeast" : "atMost"}`), icon("down"));
    return h("fieldset.condition-group.condition-count", { "aria-label": own.listLabel(node.list) },
      h("div.condition-line", {}, kind, number, h("strong", {}, own.listLabel(node.list)),
        h("span.quiet", {}, t("condition.where")), removal(node, parent)),
      rows(node, inner), adders(node, inner));
  }

  /** One of a few known values is chosen, not typed. */
  function choosable(node, own) {
    const several = { equal: "anyOf", notEqual: "noneOf" }[node.is];
    if (several && own.options(node.field) && !Array.isArray(node.value)) {
      Object.assign(node, { is: several, value: node.value === undefined ? [] : [node.value] });
    }
  }

  function test(node, own, parent) {
    choosable(node, own);
    const field = h("button.pill", { type: "button", "aria-haspopup": "listbox", dataset: { focus: name(node) },
      onclick: event => chooseField(event.currentTarget, own, node.field, part => {
        parent.parts.splice(parent.parts.indexOf(node), 1, part);
        changed(part);
      }) }, own.label(node.field), icon("down"));
    const choices = own.operators(node.field);
    const operators = choices.includes(node.is) ? choices : [node.is, ...choices];
    const operator = h("button.pill.pill-quiet", { type: "button", "aria-haspopup": "listbox",
      onclick: event => openMenu(event.currentTarget, operators.map(value => ({ value, label: own.operatorLabel(node.field, value) })), {
        selected: node.is, label: t("condition.operator"), filter: false, onpick: value => {
          if (valueKind(value) !== valueKind(node.is)) node.value = valueKind(value) === "duration" ? "30d" : undefined;
          node.is = value;
          changed(node);
        } }) }, own.operatorLabel(node.field, node.is), icon("down"));
    return h("div.condition-line", { class: isComplete(node) ? "" : "incomplete" }, field, operator,
      hasValue(node.is) ? value(node, own) : null, removal(node, parent));
  }

  const valueKind = is => (!hasValue(is) ? "none" : ["withinLast", "longerAgo", "withinNext"].includes(is) ? "duration"
    : ["beforeDay", "afterDay"].includes(is) ? "day" : ["anyOf", "noneOf"].includes(is) ? "several" : "one");

  function value(node, own) {
    const kind = valueKind(node.is);
    const type = own.get(node.field).type;
    const label = t("condition.value");
    if (kind === "duration") return duration(node, label);
    if (kind === "several") return several(node, own, label);
    const input = h("input.pill-input", { "aria-label": label, value: [node.value].flat()[0] ?? "",
      type: kind === "day" ? "date" : type === "number" ? "number" : "text", step: "any", placeholder: t("condition.valueHint"),
      class: kind === "day" || type !== "number" ? "wide" : "", oninput: () => {
        node.value = input.value === "" ? undefined : type === "number" ? Number(input.value) : input.value.trim();
        input.closest(".condition-line").classList.toggle("incomplete", !isComplete(node));
        onchange();
      } });
    return input;
  }

  function duration(node, label) {
    const { amount, unit } = readDuration(node.value);
    const keep = (n, u) => { node.value = n > 0 ? `${n}${u}` : undefined; };
    const number = h("input.pill-input", { type: "number", min: 1, max: 3650, value: amount, "aria-label": label, oninput: () => {
      keep(Math.round(Number(number.value)), readDuration(node.value).unit || unit);
      number.closest(".condition-line").classList.toggle("incomplete", !isComplete(node));
      onchange();
    } });
    const units = h("button.pill.pill-quiet", { type: "button", "aria-haspopup": "listbox", onclick: event =>
      openMenu(event.currentTarget, UNITS.map(each => ({ value: each, label: t(`condition.units.${each}`) })), {
        selected: unit, label: t("condition.unit"), onpick: each => { keep(Number(number.value) || 1, each); changed(node); } }) },
    t(`condition.units.${unit}`), icon("down"));
    return [number, units];
  }

  function several(node, own, label) {
    const chosen = [node.value].flat().filter(each => each !== undefined);
    const options = own.options(node.field);
    const toggle = each => {
      node.value = chosen.includes(each) ? chosen.filter(other => other !== each) : [...chosen, each];
      changed(node);
    };
    return [chosen.map(each => h("span.tag", {}, own.valueLabel(node.field, each),
      h("button", { type: "button", "aria-label": t("condition.drop", { what: own.valueLabel(node.field, each) }),
        onclick: () => toggle(each) }, icon("close")))),
    h("button.pill.pill-quiet", { type: "button", "aria-haspopup": "listbox", "aria-label": label,
      onclick: event => openMenu(event.currentTarget, options ?? [], { selected: chosen, label, filter: true,
        create: own.get(node.field).allowed ? null : toggle, onpick: toggle }) },
    icon("plus"), chosen.length ? null : t("condition.choose"))];
  }

  const removal = (node, parent) => h("button.icon-button.condition-remove", { type: "button", title: t("condition.remove"),
    "aria-label": t("condition.remove"), onclick: () => {
      parent.parts.splice(parent.parts.indexOf(node), 1);
      changed(parent);
    } }, icon("close"));

  redraw();
  return box;
}
