import { MoatElement, h, fill, debounce } from "../../app/dom.js";
import { t, number, percent } from "../../app/i18n.js";
import { get, post, put } from "../../app/api.js";
import { ago } from "../../app/time.js";
import { mayAdmin } from "../../app/state.js";
import { labelName } from "../../components/proposals.js";
import { labelled, ticked } from "../../components/dialog.js";
import { attempt, toast } from "../../components/toast.js";
import { head, loadInto, save } from "./parts.js";

const ASPECTS = ["category", "team", "priority", "tags"];

/** What the desk has learnt to propose, how often it is right, and what is done with it. */
class IntentPart extends MoatElement {
  mount() {
    this.body = h("div.page-body.page-pad");
    fill(this, head("intent", mayAdmin() ? h("button.button", { type: "button", onclick: () => attempt(async () => {
      this.draw(await post("/intent/trainings"), this.settings);
      toast(t("intent.training"), { kind: "good" });
    }) }, t("intent.train")) : null), this.body);
    this.load();
  }

  load() {
    return loadInto(this.body, () => Promise.all([get("/intent/report"), get("/intent/settings")]),
      ([report, settings]) => this.draw(report, settings));
  }

  draw(report, settings) {
    this.settings = settings;
    fill(this.body, h("p.quiet", {}, t("intent.examples", { n: number(report.examples) }), report.trainedAt
      ? [" ", t("intent.trained", { n: number(report.trainedOn ?? 0) }), " ", ago(report.trainedAt)] : null),
    h("div.intent-cards", {}, ASPECTS.map(aspect => this.card(aspect, report))), this.trial(), this.form(settings));
  }

  card(aspect, report) {
    const held = report.heldOut?.find(each => each.aspect === aspect), live = report.live.find(each => each.aspect === aspect);
    const line = (name, each) => h("div.bar-row", {}, h("span", {}, t(name)), h("span.meter", {}, h("span",
      { style: { width: `${(each?.accuracy ?? 0) * 100}%` } })), h("span.tabular", {}, each?.count
      ? t("intent.of", { share: percent(each.accuracy), n: number(each.count) }) : t("reports.noData")));
    const best = held ?? live;
    return h("section.intent-card", {}, h("h2", {}, t(`intent.${aspect}`)), line("intent.live", live), line("intent.heldOut", held),
      best?.labels.length ? h("details", {}, h("summary", {}, t("intent.labels", { n: best.labels.length })), h("div.table-scroll", {},
        h("table.table", {}, h("thead", {}, h("tr", {}, ["intent.label", "intent.were", "intent.found", "intent.right"].map((name, at) =>
          h("th", { scope: "col", class: at ? "number" : "" }, t(name))))),
        h("tbody", {}, best.labels.map(each => h("tr", {}, h("td", {}, labelName(aspect, each.label)),
          h("td.number", {}, number(each.count)), h("td.number", {}, each.count ? percent(each.found / each.count) : t("field.none")),
          h("td.number", {}, each.proposed ? percent(each.found / each.proposed) : t("field.none")))))))) : null,
      best?.levels.length ? h("p.quiet", {}, best.levels.filter(each => [0.8, 0.9].includes(each.threshold)).map(each =>
        t("intent.level", { threshold: percent(each.threshold), coverage: percent(each.coverage), accuracy: percent(each.accuracy) }))
        .join(" ")) : null);
  }

  /** What would be proposed for some words. */
  trial() {
    const answer = h("div.trial-answer", { "aria-live": "polite" });
    const words = h("textarea.field", { rows: 3, placeholder: t("intent.tryHint"), "aria-label": t("intent.try"),
      oninput: debounce(async () => {
        const text = words.value.trim();
        if (!text) return fill(answer);
        const found = await post("/intent/trials", { text }).catch(() => null);
        return fill(answer, found ? ASPECTS.filter(each => found[each].length).map(each => h("span.chip", {}, t(`intent.${each}`), ": ",
          labelName(each, found[each][0].label), " ", percent(found[each][0].confidence))) : null);
      }, 350) });
    return h("section", {}, h("h2", {}, t("intent.try")), words, answer);
  }

  form(settings) {
    const fixed = !mayAdmin();
    const enabled = ticked(t("intent.enabled"), settings.enabled);
    const field = h("input.field", { value: settings.categoryField, required: true, maxlength: 100 });
    const rows = ASPECTS.map(aspect => {
      const box = h("input.field", { type: "number", min: 50, max: 100, step: 1, "aria-label": t("intent.threshold",
        { aspect: t(`intent.${aspect}`) }), value: String(Math.round((settings.thresholds[aspect] ?? 0.8) * 100)) });
      const applied = ticked(t("intent.apply"), settings.applied.includes(aspect));
      return { aspect, box, applied };
    });
    return h("form.form.part-form", { inert: fixed, onsubmit: async event => {
      event.preventDefault();
      const saved = await save(() => put("/intent/settings", { enabled: enabled.box.checked, categoryField: field.value.trim(),
        thresholds: Object.fromEntries(rows.map(({ aspect, box }) => [aspect, Number(box.value) / 100])),
        applied: rows.filter(each => each.applied.box.checked).map(each => each.aspect) }, { match: settings.version }));
      if (saved) this.load();
    } }, h("h2", {}, t("intent.settings")), fixed ? h("p.form-note", {}, t("policy.readOnly")) : null, enabled,
    rows.map(({ aspect, box, applied }) => h("div.line-row", {}, h("span.line-name", {}, t(`intent.${aspect}`)),
      h("span", {}, t("intent.from")), box, h("span", {}, "%"), applied)),
    labelled(t("intent.field"), field), fixed ? null : h("div.part-actions", {}, h("button.button.primary", { type: "submit" },
      t("action.save"))));
  }
}
customElements.define("intent-part", IntentPart);
