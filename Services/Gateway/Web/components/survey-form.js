import { h, fill } from "../app/dom.js";
import { t, language } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { faceOf } from "./survey-face.js";

// The pages of a form: questions, the way from page to page by what was answered, and what is still missing.

const words = text => text?.[language.peek()] ?? text?.en ?? Object.values(text ?? {})[0] ?? "";
const scaleName = question => question.scale ?? { csat: "csat5", ces: "ces7", nps: "nps" }[question.kind] ?? "csat5";

/** Whether a branch holds; the service decides the same way. */
function holds(branch, answer) {
  if (!answer) return false;
  if (branch.chosen) return branch.chosen.some(option => answer.chosen?.includes(option));
  return answer.value !== undefined && answer.value >= (branch.atLeast ?? -Infinity) && answer.value <= (branch.atMost ?? Infinity);
}

/** The place of the page after this one; the number of pages at the end. */
export function nextPlace(pages, place, answers) {
  const branch = pages[place].branches?.find(each => holds(each, answers[each.question]));
  if (!branch) return place + 1;
  const found = pages.findIndex(page => page.id === branch.to);
  return found < 0 ? pages.length : found;
}

/** `send(answers, complete)` saves; it throws what went wrong. `changed` draws anew. */
export class SurveyForm {
  constructor(survey, send, changed) {
    Object.assign(this, { pages: survey.pages, scales: survey.scales ?? [], send, changed, saving: false, error: null });
    this.answers = Object.fromEntries((survey.answers ?? []).map(({ question, value, chosen, text }) => [question, { value, chosen, text }]));
    this.way = [0];
  }

  get place() { return this.way[this.way.length - 1]; }
  get page() { return this.pages[this.place]; }
  get isLast() { return nextPlace(this.pages, this.place, this.answers) >= this.pages.length; }

  isAnswered({ id, kind }) {
    const answer = this.answers[id];
    if (!answer) return false;
    return kind === "choice" ? answer.chosen?.length > 0 : kind === "text" ? !!answer.text?.trim() : answer.value !== undefined;
  }

  /** What is sent: only what was really answered on the way. */
  given() {
    return this.way.flatMap(place => this.pages[place].questions).filter(question => this.isAnswered(question))
      .map(question => ({ question: question.id, ...this.answers[question.id] }))
      .map(answer => Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined)));
  }

  async next() {
    const missing = this.page.questions.find(question => question.required && !this.isAnswered(question));
    if (missing) return this.fail({ question: missing.id, text: t("survey.required") });
    const complete = this.isLast;
    this.saving = true;
    this.error = null;
    this.changed();
    try {
      await this.send(this.given(), complete);
      if (!complete) this.way.push(nextPlace(this.pages, this.place, this.answers));
      this.saving = false;
      this.changed(!complete);
    } catch (problem) {
      this.saving = false;
      if (problem.final) return this.changed();
      this.fail({ text: t("survey.failed") });
    }
  }

  back() {
    if (this.way.length > 1) this.way.pop();
    this.error = null;
    this.changed(true);
  }

  fail(error) {
    this.error = error;
    this.changed();
    if (error.question) document.getElementById(`q-${error.question}`)?.querySelector("input, textarea")?.focus();
  }

  set(question, answer) {
    this.answers[question.id] = answer;
    if (this.error?.question === question.id) this.error = null;
    this.changed();
  }

  draw() {
    return h("form.survey-form", {
      novalidate: true, onsubmit: event => { event.preventDefault(); this.next(); },
    },
    this.pages.length > 1 ? h("p.quiet.survey-progress", { role: "status" }, t("survey.step", { n: this.way.length })) : null,
    this.page.questions.map(question => this.question(question)),
    this.error && !this.error.question ? h("p.door-error", { role: "alert" }, icon("alert"), this.error.text) : null,
    h("div.survey-actions", {},
      this.way.length > 1 ? h("button.button", { type: "button", disabled: this.saving, onclick: () => this.back() }, t("survey.back")) : null,
      h("button.button.primary", { type: "submit", disabled: this.saving }, t(this.isLast ? "survey.submit" : "survey.next"))));
  }

  question(question) {
    const failed = this.error?.question === question.id;
    const legend = h("legend", {}, words(question.text),
      question.required ? null : h("span.quiet", {}, ` ${t("survey.optional")}`));
    return h("fieldset.survey-question", { id: `q-${question.id}`, "aria-invalid": failed ? "true" : null }, legend,
      question.kind === "choice" ? this.choice(question) : question.kind === "text" ? this.text(question) : this.number(question),
      failed ? h("p.survey-missing", { role: "alert" }, icon("alert"), this.error.text) : null);
  }

  number(question) {
    const scale = this.scales.find(each => each.id === scaleName(question));
    if (!scale) return null;
    const values = Array.from({ length: scale.highest - scale.lowest + 1 }, (_, index) => scale.lowest + index);
    const chosen = this.answers[question.id]?.value;
    const isFaces = question.kind === "csat";
    const input = value => h("input", {
      type: "radio", name: question.id, value: String(value), checked: chosen === value,
      onchange: () => this.set(question, { value }),
    });
    if (isFaces) {
      return h(`div.faces.of-${values.length}`, {}, values.map(value => {
        const score = faceScore(value, values.length);
        return h("label.face", {}, input(value), faceOf(score), h("span", {}, t(`survey.${score}`)));
      }));
    }
    return h("div.survey-scale", {},
      h(`div.survey-numbers.of-${values.length}`, {}, values.map(value => h("label.survey-number", {}, input(value), h("span", {}, String(value))))),
      h("div.survey-ends.quiet", {}, h("span", {}, ends(question.kind, "low", scale.lowest)), h("span", {}, ends(question.kind, "high", scale.highest))));
  }

  choice(question) {
    const chosen = this.answers[question.id]?.chosen ?? [];
    const several = question.multiple === true;
    return h("div.survey-options", {}, (question.options ?? []).map(option => h("label.survey-option", {}, h("input", {
      type: several ? "checkbox" : "radio", name: question.id, value: option.id, checked: chosen.includes(option.id),
      onchange: event => this.set(question, {
        chosen: several ? (event.target.checked ? [...chosen, option.id] : chosen.filter(each => each !== option.id)) : [option.id],
      }),
    }), h("span", {}, words(option.text)))));
  }

  text(question) {
    // Not drawn anew at each letter: the words stay in the field.
    return h("textarea.field.survey-comment", {
      maxlength: 5000, rows: 3, "aria-label": words(question.text), value: this.answers[question.id]?.text ?? "",
      oninput: event => { this.answers[question.id] = { text: event.target.value }; },
    });
  }
}

/** The face of a step of a shorter scale: its ends are the ends of five. */
const faceScore = (value, count) => count === 5 ? value : Math.round(1 + (value - 1) * 4 / (count - 1));
const ends = (kind, end, value) => kind === "ces" || kind === "nps" ? `${value} · ${t(`survey.${kind}.${end}`)}` : String(value);
