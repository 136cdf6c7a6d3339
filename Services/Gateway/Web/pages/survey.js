import { effect } from "../app/signal.js";
import { h, fill } from "../app/dom.js";
import { t, use, firstLanguage, language } from "../app/i18n.js";
import { get, post } from "../app/api.js";
import { icon } from "../app/icons.js";
import { brand, languageFoot } from "./door.js";

// The customer's page: one tap rates, a comment may follow, everything can be changed until the ticket is closed.

const FACES = [
  "M10 22q6-5 12 0M10.500 11l3 1.500M21.500 11l-3 1.500", "M10.500 21.500q5.500-3 11 0M11.500 12.500h.010M20.500 12.500h.010",
  "M11 20.500h10M11.500 12.500h.010M20.500 12.500h.010", "M10.500 19q5.500 4 11 0M11.500 12.500h.010M20.500 12.500h.010",
  "M9.500 18.500q6.500 7 13 0zM11 13q1-2 2 0M19 13q1-2 2 0",
];
const token = decodeURIComponent(location.pathname.split("/").filter(Boolean).pop() ?? "");
const app = document.getElementById("app");
const comment = h("textarea.field.survey-comment", { id: "comment", maxlength: 2000, rows: 3 });
let survey = null, gone = false, failed = false, saving = false, commentSent = false;

function face(score) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  for (const shape of ["M16 29a13 13 0 1 0 0-26 13 13 0 0 0 0 26z", FACES[score - 1]]) {
    const path = document.createElementNS(ns, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}

async function answer(score, words) {
  saving = true;
  failed = false;
  const before = survey.score;
  survey.score = score;
  draw();
  try {
    survey = { ...survey, ...await post(`/surveys/${encodeURIComponent(token)}/answers`,
      { score, ...(words ? { comment: words } : {}) }) };
    if (words) commentSent = true;
  } catch (problem) {
    survey.score = before;
    if (problem.status === 409 || problem.status === 410) survey.open = false;
    else failed = true;
  }
  saving = false;
  draw();
}

function faces() {
  return h("fieldset.faces", { disabled: !survey.open }, h("legend", {}, t("survey.question")), [1, 2, 3, 4, 5].map(score =>
    h("label.face", {}, h("input", {
      type: "radio", name: "score", value: String(score), checked: survey.score === score, disabled: !survey.open,
      onchange: () => answer(score, comment.value.trim()),
    }), face(score), h("span", {}, t(`survey.${score}`)))));
}

function body() {
  if (gone) return [h("h1", {}, t("survey.title")), h("p.door-error", { role: "alert" }, icon("alert"), t("survey.gone"))];
  if (!survey) return h("p.quiet", { role: "status" }, t("app.loading"));
  return [
    h("div", {}, h("h1", {}, t("survey.title")),
      h("p.quiet", {}, t("survey.about", { number: survey.number, subject: survey.subject })),
      survey.agentName ? h("p.quiet", {}, t("survey.agent", { name: survey.agentName })) : null),
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

function draw() {
  const focused = document.activeElement?.name === "score" ? document.activeElement.value : document.activeElement === comment
    ? "comment" : null;
  document.title = t("survey.title");
  app.className = "door-host";
  fill(app, h("div.door", {}, h("main.door-card.wide", {}, brand(), body()), languageFoot()));
  if (focused === "comment") comment.focus();
  else if (focused) app.querySelector(`input[value="${focused}"]`)?.focus();
}

comment.addEventListener("input", () => { commentSent = false; });
try {
  survey = await get(`/surveys/${encodeURIComponent(token)}`, {}, { quiet: true });
  comment.value = survey.comment ?? "";
} catch {
  gone = true;
}
await use(firstLanguage(survey?.language));
effect(() => { if (language.value) draw(); });
const tapped = Number(new URLSearchParams(location.search).get("score"));
if (survey?.open && tapped >= 1 && tapped <= 5) {
  history.replaceState(null, "", location.pathname);
  answer(tapped);
}
