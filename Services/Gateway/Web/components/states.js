import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";

// What is shown instead of content: nothing yet, nothing there, nothing reachable.

/** Says what would be here and what to do next. */
export function emptyState(sign, text, { hint, action, run, href } = {}) {
  return h("div.empty", {}, icon(sign), h("p", {}, text), hint ? h("p.empty-hint", {}, hint) : null,
    action ? (href ? h("a.button", { href }, action) : h("button.button", { type: "button", onclick: run }, action)) : null);
}

/** Says what went wrong, with a way to try again. */
export function errorState(problem, again) {
  if (problem.status === undefined) reportError(problem);
  const text = problem.status === 404 ? t("error.notFound") : problem.status ? problem.message
    : t(problem.status === 0 ? "error.unreachable" : "error.ours");
  return h("div.empty.empty-error", { role: "alert" }, icon("alert"), h("p", {}, text),
    again ? h("button.button", { type: "button", onclick: again }, t("action.retry")) : null);
}

/** Grey bars in the shape of rows. */
export const skeletonRows = count => Array.from({ length: count }, () =>
  h("li.skeleton-row", { "aria-hidden": "true" }, h("span.bone.bone-short"), h("span.bone"), h("span.bone.bone-long")));

/** Grey bars in the shape of a text. */
export const skeleton = (lines = 4) => h("div.skeleton", { role: "progressbar", "aria-label": t("app.loading") },
  Array.from({ length: lines }, (_, line) => h("span.bone", { class: ["bone-long", "", "bone-short"][line % 3] })));
