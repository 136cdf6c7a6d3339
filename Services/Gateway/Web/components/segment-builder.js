import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, number } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { navigate, withQuery } from "../app/router.js";
import { mayLead } from "../app/state.js";
import { loadFields, saveSegment, tryCondition } from "../app/segments.js";
import { conditionEditor } from "./condition-editor.js";
import { openDialog } from "./dialog.js";
import { errorState, skeleton } from "./states.js";
import { toast } from "./toast.js";

/** Puts conditions together as sentences, counts at once whom they find, and saves them as a segment. */
class SegmentBuilder extends MoatElement {
  async mount() {
    fill(this, skeleton(4));
    try {
      this.fields = await loadFields();
    } catch (problem) {
      return fill(this, errorState(problem, () => this.mount()));
    }
    if (!this.isConnected) return;
    this.editor = conditionEditor({ fields: this.fields, condition: this.start(), onchange: () => this.changed() });
    this.size = h("p.segment-size", { "aria-live": "polite" });
    this.save = h("button.button.primary", { type: "button", onclick: () => this.ask() },
      this.segment ? t("segments.saveChanges") : t("segments.save"));
    this.count = debounce(() => this.recount(), 300);
    fill(this, h("section.segment-builder", { "aria-label": t("segments.builder") },
      h("h2", {}, this.segment?.name ?? t("segments.new")),
      this.editor,
      h("div.segment-foot", {}, this.size, h("div.segment-buttons", {},
        h("a.button", { href: this.segment ? `/customers?segment=${encodeURIComponent(this.segment.id)}` : "/customers" },
          t("action.cancel")), mayLead() ? this.save : null))));
    this.recount();
  }

  unmount() { this.asking?.abort(); }

  /** What stands in the address comes first: a filter is a link. */
  start() {
    try {
      if (this.where) return JSON.parse(this.where);
    } catch {
      toast(t("segments.badLink"), { kind: "warn" });
    }
    return this.segment?.condition ?? { all: [] };
  }

  /** Whether there is something, and nothing is missing in it. */
  get whole() { return this.isBegun && this.editor.complete; }
  get isBegun() { return Object.values(this.editor.condition).flat().length > 0; }

  changed() {
    navigate(withQuery({ where: this.whole ? JSON.stringify(this.editor.condition) : "" }), { replace: true });
    this.count();
  }

  /** Asks how many there are now; the number before stays until the answer is there. */
  async recount() {
    this.asking?.abort();
    this.save.disabled = !this.whole;
    if (!this.whole) {
      this.show(null);
      return fill(this.size, h("span.quiet", {}, t(this.isBegun ? "segments.incomplete" : "segments.start")));
    }
    this.size.classList.add("waiting");
    const asking = this.asking = new AbortController();
    try {
      const found = await tryCondition(this.editor.condition, asking.signal);
      if (this.asking !== asking) return;
      fill(this.size, icon("people"), h("strong.tabular", {}, t("segments.size", { n: found.size, count: number(found.size) })),
        found.exact ? null : h("span.quiet", {}, t("segments.margin", { n: number(found.margin) })));
      this.show(found.sample);
    } catch (problem) {
      if (problem.name === "AbortError" || this.asking !== asking) return;
      const [first] = problem.errors ?? [];
      fill(this.size, h("span.bad", { role: "alert" }, icon("alert"), first?.detail ?? problem.message));
    } finally {
      if (this.asking === asking) this.size.classList.remove("waiting");
    }
  }

  ask() {
    const name = h("input.field", { id: "segment-name", value: this.segment?.name ?? "", maxlength: 200, required: true });
    const note = h("input.field", { id: "segment-note", value: this.segment?.note ?? "", maxlength: 1000 });
    const button = h("button.button.primary", { type: "submit" }, t("segments.save"));
    const form = h("form.stack", { onsubmit: event => {
      event.preventDefault();
      this.keep(dialog, button, name.value.trim(), note.value.trim());
    } }, h("label.label", { for: "segment-name" }, t("segments.name")), name,
    h("label.label", { for: "segment-note" }, t("segments.note")), note, h("div.dialog-buttons", {}, button));
    const dialog = openDialog(t("segments.save"), form, { size: "small" });
    name.focus();
  }

  async keep(dialog, button, name, note) {
    button.disabled = true;
    try {
      const saved = await saveSegment({ ...this.segment, name, note: note || undefined }, this.editor.condition);
      dialog.close();
      toast(t("segments.saved", { name: saved.name }), { kind: "good" });
      navigate(`/customers?segment=${encodeURIComponent(saved.id)}`, { replace: true });
    } catch (problem) {
      button.disabled = false;
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }
}
customElements.define("segment-builder", SegmentBuilder);
