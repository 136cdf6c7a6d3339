import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";

// Short messages at the foot of the page, with at most one thing to do: mostly “Undo”.

const SHOWN = 8_000;
let region = null;
let undo = null;

function place() {
  region ??= h("div.toasts", { role: "status", "aria-live": "polite" });
  // Inside the top-most dialog, so that it is neither hidden nor inert.
  const host = [...document.querySelectorAll("dialog[open]")].pop() ?? document.body;
  if (region.parentNode !== host) host.append(region);
  return region;
}

/** Says something; `action` with `run` is a button; `undo` also makes Ctrl Z do it. */
export function toast(text, { kind = "plain", action, run, undo: isUndo = false, stay = false } = {}) {
  const act = () => {
    close();
    run?.();
  };
  const box = h("div.toast", { class: `toast-${kind}` },
    kind === "plain" ? null : icon(kind === "good" ? "check" : "alert"),
    h("span.toast-text", {}, text),
    action ? h("button.toast-action", { type: "button", onclick: act }, action) : null,
    h("button.toast-close", { type: "button", "aria-label": t("action.close"), onclick: () => close() }, icon("close")));
  let timer = stay ? null : setTimeout(close, SHOWN);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => { if (!stay) timer = setTimeout(close, SHOWN); });
  box.addEventListener("focusin", () => clearTimeout(timer));
  if (isUndo) undo = act;
  place().append(box);
  while (region.children.length > 3) region.firstElementChild.remove();
  function close() {
    clearTimeout(timer);
    if (undo === act) undo = null;
    box.remove();
  }
  return close;
}

/** Undoes what the last toast offers; false when there is nothing. */
export function undoLast() {
  if (!undo) return false;
  undo();
  return true;
}

/** Does something; what the server refuses is said. The result, undefined when it failed. */
export async function attempt(work) {
  try {
    return await work();
  } catch (problem) {
    if (problem.status === undefined) reportError(problem);
    toast(t("error.notSaved", { why: problem.status === 0 ? t("error.unreachable") : problem.message }), { kind: "bad" });
    return undefined;
  }
}
