import { MoatElement, h, fill } from "../../app/dom.js";
import { t, language } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { get, list, put, remove } from "../../app/api.js";
import { navigate } from "../../app/router.js";
import { duration } from "../../app/time.js";
import { mayAdmin } from "../../app/state.js";
import { conditionSentence } from "../../app/conditions.js";
import { conditionEditor } from "../../components/condition-editor.js";
import { confirm, labelled, ticked } from "../../components/dialog.js";
import { attempt } from "../../components/toast.js";
import { head, loadInto, save, secondsField, ticketOptions } from "./parts.js";

/** The survey forms: for which tickets, when, how often; their pages as an outline. */
class SurveysPart extends MoatElement {
  mount() {
    this.list = h("ul.part-list");
    this.editor = h("div.part-editor");
    fill(this, head("surveys", h("a.button", { href: "/automation/cases" }, icon("alert"), t("automation.cases"))),
      h("div.part-columns", {}, this.list, this.editor));
    this.load();
  }

  load(quiet = false) {
    return loadInto(this.list, () => Promise.all([list("/survey-forms", {}, { size: null }), get("/view-fields")]),
      ([forms, { fields }]) => {
        this.forms = forms.items;
        this.fields = fields;
        this.arrive(this.place);
      }, quiet);
  }

  arrive(place) {
    this.place = place;
    this.classList.toggle("has-part", Boolean(place.params.part));
    if (!this.forms) return;
    const { part } = place.params;
    fill(this.list, this.forms.length ? this.forms.map(each => h("li.part-item", { class: each.id === part ? "selected" : "" },
      h("a.part-name", { href: `/automation/surveys/${each.id}`, "aria-current": each.id === part ? "true" : null },
        h("span", {}, each.name, each.enabled ? null : h("span.chip", {}, t("policy.off"))),
        h("span.quiet", {}, conditionSentence(each.condition, this.fields, ticketOptions(false)), each.delaySeconds
          ? ` · ${t("surveys.later", { time: duration(each.delaySeconds) })}` : "")))) : h("li.quiet.part-hint", {}, t("surveys.none")));
    const form = this.forms.find(each => each.id === part);
    if (form) this.edit(form);
    else fill(this.editor, h("p.quiet.part-hint", {}, t("surveys.choose")));
  }

  edit(form) {
    const fixed = !mayAdmin();
    const words = text => text[language.peek()] ?? Object.values(text)[0] ?? "";
    const name = h("input.field", { required: true, maxlength: 100, value: form.name });
    const enabled = ticked(t("policy.enabled"), form.enabled);
    const hides = ticked(t("surveys.hides"), form.hidesBadComments);
    const delay = secondsField(form.delaySeconds || null, t("surveys.delay"));
    const fatigue = h("input.field", { type: "number", min: 0, max: 365, value: String(form.fatigueDays) });
    const editor = conditionEditor({ fields: this.fields, condition: form.condition, options: ticketOptions(false) });
    fill(this.editor, h("form.form.part-form", { inert: fixed, onsubmit: async event => {
      event.preventDefault();
      const { id, version, ...rest } = form;
      const saved = await save(() => put(`/survey-forms/${id}`, { ...rest, name: name.value.trim(), enabled: enabled.box.checked,
        hidesBadComments: hides.box.checked, delaySeconds: delay.seconds() ?? 0, fatigueDays: Number(fatigue.value),
        condition: editor.condition }, { match: version }), editor);
      if (saved) this.load(true);
    } }, fixed ? h("p.form-note", {}, icon("eye"), t("policy.readOnly")) : null, labelled(t("column.subject"), name), enabled,
    h("section", {}, h("h2", {}, t("surveys.for")), editor),
    h("div.form-columns", {}, h("div.form-field", {}, h("span.label", {}, t("surveys.delay")), delay),
      labelled(t("surveys.fatigue"), fatigue)), hides,
    h("section", {}, h("h2", {}, t("surveys.pages")), h("ol.outline", {}, form.pages.map(page => h("li", {},
      h("strong", {}, page.id), h("ul", {}, page.questions.map(each => h("li", {}, words(each.text),
        h("span.chip", {}, t(`surveys.kind.${each.kind}`)), each.required ? h("span.chip", {}, t("steps.mandatory")) : null,
        each.options ? h("span.quiet", {}, ` ${each.options.map(one => words(one.text)).join(" / ")}`) : null))),
      (page.branches ?? []).map(each => h("p.quiet", {}, icon("right"), " ", branch(each))))))),
    fixed ? null : h("div.part-actions", {}, h("button.button.primary", { type: "submit" }, t("action.save")),
      h("button.button", { type: "button", onclick: () => this.drop(form) }, icon("trash"), t("action.remove")))));
  }

  async drop(form) {
    if (!await confirm(t("surveys.removeTitle", { name: form.name }), t("surveys.removeText"), t("action.remove"))) return;
    await attempt(async () => {
      await remove(`/survey-forms/${form.id}`, form.version);
      navigate("/automation/surveys");
      await this.load(true);
    });
  }
}
customElements.define("surveys-part", SurveysPart);

/** Where a page leads, in words. */
function branch({ question, atLeast, atMost, chosen, to }) {
  const when = chosen ? chosen.join(" / ") : [atLeast === undefined ? null : `≥ ${atLeast}`, atMost === undefined ? null : `≤ ${atMost}`]
    .filter(Boolean).join(", ");
  return t("surveys.branch", { question, when, to: to === "end" ? t("surveys.end") : to });
}
