import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { OPERANDS, choiceName, conditionSentence, countable, durationParts, fieldName, fieldOf, inside, isComplete, listName, operatorsOf,
  readGroup, write } from "../app/conditions.js";
import { styles } from "../app/styles.js";
import { openMenu } from "./menu.js";

await styles("conditions");

const MODES = ["all", "any", "none", "notAll"];
const UNITS = ["m", "h", "d", "w"];
const DEPTH = 4;
let made = 0;

/**
 * A condition as sentences that can be changed: “Status · is one of · new, open”. Set `fields` (a catalogue's), `condition`,
 * and if wanted `options(name)` → `[{ value, label }]` for fields whose values are known here, `previous` (whether changes can
 * be asked), `onchange(condition)`. Read `condition`, `complete`; `mark(errors)` shows a problem's pointers.
 */
class ConditionEditor extends MoatElement {
  fields = [];
  options = () => undefined;
  previous = false;

  set condition(condition) {
    this.tree = readGroup(condition);
    if (this.isConnected) this.draw();
  }

  get condition() { return write(this.tree ?? readGroup(undefined)); }
  /** Whether every sentence has its value. */
  get complete() { return isComplete(this.tree ?? readGroup(undefined)); }
  /** The whole in words. */
  get sentence() { return conditionSentence(this.condition, this.fields, this.options); }

  mount() {
    this.tree ??= readGroup(undefined);
    this.draw();
  }

  draw(focus) {
    this.lines = new Map();
    fill(this, this.group(this.tree, this.fields, "#/condition", 0));
    if (focus) this.lines.get(focus)?.querySelector("select, input, button")?.focus();
  }

  changed(redraw, focus) {
    if (redraw) this.draw(focus);
    this.onchange?.(this.condition);
  }

  /** Marks what a problem's `errors` point at, and says why. Returns how many found their place. */
  mark(errors) {
    let found = 0;
    for (const each of this.querySelectorAll(".condition-fault")) each.remove();
    for (const { pointer = "", detail } of errors ?? []) {
      const place = [...this.lines.values()].filter(node => pointer.startsWith(node.dataset.pointer))
        .sort((a, b) => b.dataset.pointer.length - a.dataset.pointer.length)[0];
      if (!place) continue;
      found += 1;
      place.append(h("p.condition-fault", { role: "alert" }, icon("alert"), detail));
    }
    return found;
  }

  group(node, fields, pointer, depth, remove) {
    const mode = this.select(t("condition.mode"), MODES.map(each => [each, t(`condition.mode.${each}`)]), node.mode, value => {
      node.mode = value;
      this.changed();
    });
    const path = { all: "/all/", any: "/any/", none: "/not/any/", notAll: "/not/all/" }[node.mode];
    const add = part => {
      node.parts.push(part);
      this.changed(true, part);
    };
    const lists = depth ? [] : countable(fields);
    return this.line(node, pointer, h("fieldset.condition-group", { class: depth ? "inner" : "" },
      h("legend.visually-hidden", {}, t("condition.group")),
      h("div.condition-head", {}, mode, remove ? this.cross(t("condition.removeGroup"), remove) : null),
      h("ul.condition-parts", {}, node.parts.map((part, index) => {
        const drop = () => {
          node.parts.splice(index, 1);
          this.changed(true, node.parts[Math.min(index, node.parts.length - 1)] ?? node);
        };
        return h("li", {}, part.parts ? this.group(part, fields, pointer + path + index, depth + 1, drop)
          : part.count !== undefined ? this.counting(part, fields, pointer + path + index, depth, drop)
            : this.test(part, fields, pointer + path + index, drop));
      })),
      h("div.condition-add", {},
        this.adder("condition.add", () => add({ field: fields[0]?.name ?? "", is: operatorsOf(fields[0])[0], value: undefined })),
        depth < DEPTH ? this.adder("condition.addGroup", () => add({ mode: "any", parts: [] })) : null,
        lists.length ? this.adder("condition.addCount", () =>
          add({ count: lists[0], where: { mode: "all", parts: [] }, atLeast: 1 })) : null)));
  }

  line(node, pointer, element) {
    element.dataset.pointer = pointer;
    this.lines.set(node, element);
    return element;
  }

  adder(name, run) {
    return h("button.button.small", { type: "button", onclick: run }, icon("plus"), t(name));
  }

  cross(name, run) {
    return h("button.icon-button", { type: "button", "aria-label": name, title: name, onclick: run }, icon("close"));
  }

  select(name, choices, value, onpick) {
    const box = h("select.select", { "aria-label": name, onchange: () => onpick(box.value) },
      choices.map(([each, text]) => h("option", { value: each }, text)));
    box.value = value;
    return box;
  }

  fieldSelect(node, fields, onpick) {
    const known = fieldOf(fields, node.field);
    const names = fields.map(each => [each.name, fieldName(fields, each.name)]);
    if (!known) names.push([node.field, node.field]);
    return this.select(t("condition.field"), names, known?.name ?? node.field, onpick);
  }

  /** One sentence: field, question, value. */
  test(node, fields, pointer, remove) {
    const field = fieldOf(fields, node.field);
    const pick = name => {
      const next = fieldOf(fields, name);
      Object.assign(node, { field: name, is: operatorsOf(next)[0], value: undefined });
      this.changed(true, node);
    };
    const operators = operatorsOf(field, { previous: this.previous, current: node.is });
    const ask = this.select(t("condition.operator"), operators.map(each => [each, t(`condition.is.${each}`)]), node.is, is => {
      if (OPERANDS[is] !== OPERANDS[node.is]) node.value = undefined;
      node.is = is;
      this.changed(true, node);
    });
    const wild = field?.name.endsWith(".*") ? this.wildcard(node, field) : null;
    return this.line(node, pointer, h("div.condition-line", {}, this.fieldSelect(node, fields, pick), wild, ask,
      h("div.condition-value", {}, this.value(node, field)), this.cross(t("condition.remove"), remove)));
  }

  /** The last step of a path that the house has named itself. */
  wildcard(node, field) {
    const stem = field.name.slice(0, -1);
    const box = h("input.field.condition-short", { "aria-label": t("condition.which"), placeholder: t("condition.which"),
      value: node.field === field.name ? "" : node.field.slice(stem.length), maxlength: 100,
      oninput: () => { node.field = stem + (box.value.trim() || "*"); this.changed(); } });
    return box;
  }

  counting(node, fields, pointer, depth, remove) {
    const lists = countable(fields);
    const list = this.select(t("condition.list"), lists.map(each => [each, listName(fields, each)]), node.count, value => {
      Object.assign(node, { count: value, where: { mode: "all", parts: [] } });
      this.changed(true, node);
    });
    const bound = (name, member) => {
      const box = h("input.field.condition-number", { type: "number", min: 0, "aria-label": t(name), value: node[member] ?? "",
        oninput: () => {
          if (box.value === "") delete node[member];
          else node[member] = Number(box.value);
          this.changed();
        } });
      return h("label.condition-bound", {}, t(name), box);
    };
    return this.line(node, pointer, h("div.condition-count", {},
      h("div.condition-line", {}, list, bound("condition.atLeast", "atLeast"), bound("condition.atMost", "atMost"),
        this.cross(t("condition.remove"), remove)),
      this.group(node.where, inside(fields, node.count), `${pointer}/where`, depth + 1)));
  }

  value(node, field) {
    const kind = OPERANDS[node.is];
    if (kind === "none") return null;
    const set = value => {
      node.value = value;
      this.changed();
    };
    if (kind === "duration") return this.length(node.value, set);
    if (kind === "moment") return this.moment(node.value, set);
    if (kind === "pair") {
      const pair = Array.isArray(node.value) ? node.value : [undefined, undefined];
      return [0, 1].map(at => this.single(field, pair[at], value => {
        pair[at] = value;
        set([...pair]);
      }, t(at ? "condition.to" : "condition.from")));
    }
    if (field?.type === "boolean") {
      node.value ??= true;
      return this.select(t("condition.value"), [["true", t("condition.yes")], ["false", t("condition.no")]], String(node.value),
        value => set(value === "true"));
    }
    if (kind === "one" || field?.type === "number") return this.single(field, node.value, set, t("condition.value"));
    return this.many(node, field, set);
  }

  single(field, value, set, name) {
    const kind = field?.type === "time" ? "date" : field?.type === "number" || field?.type === "duration" ? "number" : "text";
    const box = h("input.field", { type: kind, step: kind === "number" ? "any" : null, "aria-label": name,
      class: kind === "text" ? "" : "condition-number",
      value: value === undefined ? "" : kind === "date" ? String(value).slice(0, 10) : String(value),
      oninput: () => set(box.value === "" ? undefined : kind === "number" ? Number(box.value) : box.value) });
    return box;
  }

  length(value, set) {
    const [size, unit] = durationParts(value) ?? ["", "d"];
    const box = h("input.field.condition-number", { type: "number", min: 0, step: "any", "aria-label": t("condition.length"),
      value: String(size), oninput: () => tell() });
    const units = unit === "s" ? ["s", ...UNITS] : UNITS;
    const choice = this.select(t("condition.unit"), units.map(each => [each, t(`condition.unit.${each}`)]), unit, () => tell());
    const tell = () => set(box.value === "" ? undefined : `${box.value}${choice.value}`);
    return [box, choice];
  }

  /** So long ago, or a date. */
  moment(value, set) {
    const isDate = value !== undefined && !durationParts(value);
    const mode = this.select(t("condition.momentKind"), [["ago", t("condition.relative")], ["date", t("condition.date")]],
      isDate ? "date" : "ago", kind => {
        set(kind === "date" ? new Date().toISOString().slice(0, 10) : "1d");
        this.draw();
      });
    return [isDate ? this.single({ type: "time" }, value, set, t("condition.date")) : this.length(value, set), mode];
  }

  /** Several values, any of which is enough: chosen ones as chips, and a menu or a field for more. */
  many(node, field, set) {
    const values = node.value === undefined || node.value === null ? [] : [node.value].flat();
    const known = this.options(node.field) ?? field?.options ?? field?.allowed?.map(value => ({ value, label: choiceName(field, value) }));
    const keep = next => {
      set(next.length ? next : undefined);
      this.draw(node);
    };
    const label = value => known?.find(each => each.value === value)?.label ?? String(value);
    const chips = values.map(value => h("span.tag", {}, label(value), h("button", { type: "button",
      "aria-label": t("condition.removeValue", { value: label(value) }),
      onclick: () => keep(values.filter(each => each !== value)) }, icon("close"))));
    if (known) {
      const more = h("button.button.small", { type: "button", "aria-haspopup": "listbox", onclick: () => openMenu(more,
        known.filter(each => !values.includes(each.value)), { label: t("condition.value"),
          onpick: value => keep([...values, value]) }) }, values.length ? icon("plus") : t("condition.choose"),
      values.length ? h("span.visually-hidden", {}, t("condition.choose")) : null);
      return h("div.condition-many", {}, chips, more);
    }
    const add = () => {
      const words = box.value.trim();
      if (words && !values.includes(words)) keep([...values, words]);
    };
    const box = h("input.field", { type: "text", "aria-label": t("condition.value"), id: `condition-${made += 1}`,
      placeholder: t(values.length ? "condition.another" : "condition.words"), maxlength: 1000, onblur: add,
      onkeydown: event => {
        if (event.isComposing) return;
        if (event.key === "Enter") {
          event.preventDefault();
          add();
        } else if (event.key === "Backspace" && !box.value && values.length) {
          keep(values.slice(0, -1));
        }
      } });
    return h("div.condition-many", {}, chips, box);
  }
}
customElements.define("condition-editor", ConditionEditor);

/** An editor with these settings; see the element. */
export function conditionEditor(settings) {
  return Object.assign(document.createElement("condition-editor"), settings);
}

export { conditionSentence };
