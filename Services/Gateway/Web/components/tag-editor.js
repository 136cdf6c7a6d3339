import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";

/** Tags that can be added and taken away; tells `onadd(tag)` and `onremove(tag)`. */
class TagEditor extends MoatElement {
  mount() { this.draw(); }

  set tags(tags) {
    this._tags = tags;
    if (this.isConnected) this.draw();
  }

  draw() {
    const writing = this.contains(document.activeElement) && document.activeElement.localName === "input";
    if (writing) this.words = this.querySelector("input").value;
    const field = h("input", {
      type: "text", class: "tag-input", placeholder: t("tags.add"), "aria-label": t("tags.add"), maxlength: 60,
        value: this.words ?? "",
      onkeydown: event => this.key(event), onblur: () => this.add(field.value),
    });
    fill(this, h("ul.tags", {}, (this._tags ?? []).map(tag => h("li.tag", {}, tag,
      h("button", { type: "button", "aria-label": t("tags.remove", { tag }), onclick: () => this.onremove?.(tag) },
        icon("close"))))), field);
    this.words = "";
    if (writing) field.focus();
  }

  key(event) {
    if (event.isComposing) return;
    const field = event.currentTarget;
    if (event.key === "Enter" || event.key === "," || event.key === "\uff0c") {
      event.preventDefault();
      this.add(field.value);
      field.value = "";
    } else if (event.key === "Backspace" && !field.value && this._tags?.length) {
      this.onremove?.(this._tags.at(-1));
    } else if (event.key === "Escape") {
      field.value = "";
      field.blur();
      event.stopPropagation();
    }
  }

  add(text) {
    const tag = text.trim();
    if (!tag || this._tags?.includes(tag)) return;
    this.querySelector("input").value = "";
    this.onadd?.(tag);
  }
}
customElements.define("tag-editor", TagEditor);

export function tagEditor(tags, onadd, onremove) {
  return Object.assign(document.createElement("tag-editor"), { tags, onadd, onremove });
}
