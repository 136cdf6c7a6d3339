import { effect } from "../app/signal.js";
import { h, fill } from "../app/dom.js";
import { t, use, firstLanguage, language } from "../app/i18n.js";
import { get, post } from "../app/api.js";
import { icon } from "../app/icons.js";
import { faceOf } from "../components/survey-face.js";
import { SurveyForm } from "../components/survey-form.js";
import { brand, languageFoot } from "./door.js";

// The customer's page. The plain question: one tap rates, a comment may follow, everything can be changed until the
// ticket is closed. A form: page by page, final once it is complete.

const token = decodeURIComponent(location.pathname.split("/").filter(Boolean).pop() ?? "");
const app = document.getElementById("app");
const comment = h("textarea.field.survey-comment", { id: "comment", maxlength: 2000, rows: 3 });
let survey = null, form = null, gone = false, failed = false, saving = false, commentSent = false;

const answers = body => post(`/surveys/${encodeURIComponent(token)}/answers`, body);

async function answer(score, words) {
  saving = true;
  failed = false;
  const before = survey.score;
  survey.score = score;
  draw();
  try {
    survey = { ...survey, ...await answers({ score, ...(words ? { comment: words } : {}) }) };
    if (words) commentSent = true;
  } catch (problem) {
    survey.score = before;
    if (problem.status === 409 || problem.status === 410) survey.open = false;
    else failed = true;
  }
  saving = false;
  draw();
}

/** Sends a form's answers; `final` of what is thrown says that nothing more can be sent. */
async function send(given, complete) {
  try {
    survey = { ...survey, ...await answers({ answers: given, complete }) };
  } catch (problem) {
    if (problem.status !== 409) throw problem;
    survey.open = false;
    survey.state = problem.code === "survey.answered" ? "answered" : survey.state;
    throw Object.assign(problem, { final: true });
  }
}

function faces() {
  return h("fieldset.faces", { disabled: !survey.open }, h("legend", {}, t("survey.question")), [1, 2, 3, 4, 5].map(score =>
    h("label.face", {}, h("input", {
      type: "radio", name: "score", value: String(score), checked: survey.score === score, disabled: !survey.open,
      onchange: () => answer(score, comment.value.trim()),
    }), faceOf(score), h("span", {}, t(`survey.${score}`)))));
}

const about = () => h("div", {}, h("h1", {}, t(survey.programme ? "survey.relationship" : "survey.title")),
  survey.programme ? null : h("p.quiet", {}, t("survey.about", { number: survey.number, subject: survey.subject })),
  survey.agentName ? h("p.quiet", {}, t("survey.agent", { name: survey.agentName })) : null);

function body() {
  if (gone) return [h("h1", {}, t("survey.title")), h("p.door-error", { role: "alert" }, icon("alert"), t("survey.gone"))];
  if (!survey) return h("p.quiet", { role: "status" }, t("app.loading"));
  if (survey.state === "answered") return [about(), h("p.survey-thanks", { role: "status", tabindex: -1 }, icon("check"), t("survey.done"))];
  if (form) return [about(), survey.open ? form.draw() : h("p.quiet", { role: "status" }, t("survey.closed"))];
  return [
    about(),
    faces(),
    failed ? h("p.door-error", { role: "alert" }, icon("alert"), t("survey.failed")) : null,
    h("div", { role: "status" }, survey.open && survey.answeredAt && !failed
      ? h("p.survey-thanks", {}, icon("check"), t("survey.thanks")) : !survey.open ? h("p.quiet", {}, t("survey.closed")) : null),
    survey.open && survey.score ? h("div.door-form", {},
      h("div", {}, h("label.label", { for: "comment" }, t("survey.comment")), comment),
      h("button.button", { type: "button", disabled: saving, onclick: () => answer(survey.score, comment.value.trim()) },
        commentSent ? [icon("check"), t("survey.sent")] : t("survey.send"))) : null,
  ];
}

/** Draws anew; the focus stays where it was, or with `turned` goes to the new page's first question. */
function draw(turned) {
  const before = document.activeElement;
  const place = before?.name ? `[name="${CSS.escape(before.name)}"][value="${CSS.escape(before.value)}"]` : null;
  document.title = t("survey.title");
  app.className = "door-host";
  fill(app, h("div.door", {}, h("main.door-card.wide", {}, brand(), body()), languageFoot()));
  if (turned === true) app.querySelector(".survey-question input, .survey-question textarea")?.focus();
  else if (before === comment) comment.focus();
  else if (place) app.querySelector(place)?.focus();
  else if (survey?.state === "answered") app.querySelector(".survey-thanks")?.focus();
}

comment.addEventListener("input", () => { commentSent = false; });
try {
  survey = await get(`/surveys/${encodeURIComponent(token)}`, {}, { quiet: true });
  comment.value = survey.comment ?? "";
} catch {
  gone = true;
}
await use(firstLanguage(survey?.language));
const tapped = Number(new URLSearchParams(location.search).get("score"));
if (survey?.pages) {
  form = new SurveyForm(survey, send, draw);
  const first = survey.pages[0].questions.find(question => question.kind === "csat");
  if (first && tapped >= 1 && tapped <= 5) form.answers[first.id] ??= { value: tapped };
}
effect(() => { if (language.value) draw(); });
if (tapped) history.replaceState(null, "", location.pathname);
if (!form && survey?.open && tapped >= 1 && tapped <= 5) answer(tapped);
