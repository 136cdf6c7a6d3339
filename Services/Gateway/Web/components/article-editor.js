import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, language } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { patch, post } from "../app/api.js";
import { guard, withQuery, navigate } from "../app/router.js";
import { mayPublish } from "../app/state.js";
import { prose } from "../app/markdown.js";
import { confirm } from "./dialog.js";
import { toast } from "./toast.js";

/** Writes a draft beside its preview; the live text stays until it is published. */
class ArticleEditor extends MoatElement {
  mount() {
    const { article } = this;
    const draft = article?.draft ?? article;
    this.title_ = h("input.field.editor-title",
      { id: "editor-title", maxlength: 200, value: draft?.title ?? "", placeholder: t("knowledge.name"),
      "aria-label": t("knowledge.name"), oninput: () => this.touched() });
    this.body = h("textarea.editor-text", { id: "editor-body", value: draft?.body ?? "", "aria-label": t("knowledge.body"),
      placeholder: t("knowledge.body"), spellcheck: "true",
      oninput: () => this.touched(), onkeydown: event => this.key(event) });
    this.category = h("input.field", { id: "editor-category", maxlength: 80, value: article?.category ?? "" });
    this.tongue = this.select("editor-language", [["zh", t("language.zh")], ["en", t("language.en")]],
      article?.language ?? language.peek());
    this.audience = this.select("editor-audience", ["everyone", "agents"].map(each => [each, t(`knowledge.audience.${each}`)]),
      article?.audience ?? "everyone");
    this.preview = h("div.editor-preview", { role: "region", "aria-label": t("knowledge.preview"), tabindex: "0" });
    const field = (id, name, control) => h("div", {}, h("label.label", { for: id }, t(name)), control);
    this.saveButton = h("button.button", { type: "button", onclick: () => this.save(false) }, t("knowledge.saveDraft"));
    this.publishButton = mayPublish() ? h("button.button.primary", { type: "button", onclick: () => this.save(true) },
      icon("up"), t("knowledge.publish")) : null;
    this.side = h("div.segments.editor-switch", { role: "group" }, ["write", "preview"].map(side =>
      h("button.segment", { type: "button", "aria-pressed": String(side === "write"), dataset: { side },
        onclick: () => this.show(side) }, t(`knowledge.${side}`))));
    fill(this, h("header.article-head", {},
      h("button.icon-button", { type: "button", "aria-label": t("action.back"), title: t("action.back"),
        onclick: () => this.leave() }, icon("left")),
      this.side, h("div.page-tools", {}, this.saveButton, this.publishButton)),
    h("div.editor-fields", {}, field("editor-category", "knowledge.category", this.category),
      field("editor-language", "knowledge.language", this.tongue), field("editor-audience", "knowledge.audience", this.audience)),
    h("div.editor-sides", {}, h("div.editor-write", {}, this.title_, this.body), this.preview));
    this.draw = debounce(() => fill(this.preview, h("h2.article-title", {}, this.title_.value), prose(this.body.value)), 80);
    this.draw();
    this.listen(window, "beforeunload", event => { if (this.dirty) event.preventDefault(); });
    this.unguard = guard(to => this.stay(to));
    if (!article) this.title_.focus();
  }

  unmount() { this.unguard?.(); }

  select(id, options, value) {
    const box = h("select.select", { id, onchange: () => this.touched() },
      options.map(([each, text]) => h("option", { value: each }, text)));
    box.value = value;
    return box;
  }

  show(side) {
    this.classList.toggle("previewing", side === "preview");
    for (const button of this.side.children) button.setAttribute("aria-pressed", String(button.dataset.side === side));
  }

  touched() {
    this.dirty = true;
    this.draw();
  }

  key(event) {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.save(false);
    }
  }

  back() { return this.article ? withQuery({ edit: null }) : "/knowledge"; }
  leave() { navigate(this.back()); }

  /** Asks before leaving unsaved words. */
  stay(to) {
    if (!this.dirty) return true;
    confirm(t("knowledge.discard"), t("knowledge.unsaved"), t("knowledge.discard")).then(yes => {
      if (!yes) return;
      this.dirty = false;
      navigate(to);
    });
    return false;
  }

  async save(publish) {
    const title = this.title_.value.trim(), body = this.body.value;
    if (!title || !body.trim()) return toast(t("knowledge.needTitle"), { kind: "warn" });
    const buttons = [this.saveButton, this.publishButton].filter(Boolean);
    for (const button of buttons) button.disabled = true;
    const edit = { title, body, category: this.category.value.trim(), language: this.tongue.value,
      audience: this.audience.value };
    try {
      let saved = this.article ? await patch(`/articles/${this.article.id}`, edit, this.article.version)
        : await post("/articles", edit);
      this.article = saved;
      if (publish) saved = (await post(`/articles/${saved.id}/publication`, { version: saved.version })) ?? saved;
      this.dirty = false;
      toast(t(publish ? "knowledge.published" : "knowledge.savedDraft"), { kind: "good" });
      this.onsaved?.(saved);
    } catch (problem) {
      for (const button of buttons) button.disabled = false;
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
    return undefined;
  }
}
customElements.define("article-editor", ArticleEditor);
