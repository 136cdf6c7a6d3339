import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { styles } from "../app/styles.js";

await styles("dialogs");

/** Shows a modal dialog with a title; returns it. Escape, the cross and a click outside close it. */
export function openDialog(title, content, { size = "medium", footer, onclose } = {}) {
  const heading = `dialog-${Math.random().toString(36).slice(2)}`;
  const dialog = h("dialog.dialog", { class: `dialog-${size}`, "aria-labelledby": heading },
    h("header.dialog-head", {}, h("h2", { id: heading }, title),
      h("button.icon-button", { type: "button", "aria-label": t("action.close"), onclick: () => dialog.close() }, icon("close"))),
    h("div.dialog-body", {}, content),
    footer ? h("footer.dialog-foot", {}, footer) : null);
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    // What was said in it is still to be read.
    const said = dialog.querySelector(".toasts");
    if (said) document.body.append(said);
    dialog.remove();
    onclose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * A dialog with one thing to do. `run` may be refused by the server: that is said in the dialog, which stays; else it closes.
 * Returns the dialog, with `ready(flag)` to allow the doing.
 */
export function openForm(title, content, action, run, { size, danger = false, ready = true, more } = {}) {
  const fault = h("p.form-fault", { role: "alert", hidden: true });
  const yes = h("button.button", { type: "submit", class: danger ? "danger" : "primary", disabled: !ready }, action);
  const form = h("form.form", { onsubmit: async event => {
    event.preventDefault();
    yes.disabled = true;
    fault.hidden = true;
    try {
      if (await run() !== false) dialog.close();
    } catch (problem) {
      if (problem.status === undefined) reportError(problem);
      fault.hidden = false;
      fault.textContent = problem.status === 0 ? t("error.unreachable") : [problem.message,
        ...(problem.errors ?? []).map(each => each.detail)].join(" ");
    }
    yes.disabled = false;
  } }, content, fault, h("div.dialog-buttons", {}, more,
    h("button.button", { type: "button", onclick: () => dialog.close() }, t("action.cancel")), yes));
  const dialog = openDialog(title, form, { size });
  form.querySelector("input:not([type=hidden], [type=checkbox]), textarea, select")?.focus();
  dialog.ready = flag => { yes.disabled = !flag; };
  form.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(yes);
  });
  return dialog;
}

let fields = 0;

/** A control under its name. */
export function labelled(name, control, hint) {
  control.id ||= `field-${fields += 1}`;
  return h("div.form-field", {}, h("label.label", { for: control.id }, name), control, hint ? h("p.quiet.form-hint", {}, hint) : null);
}

/** A box to tick, with its words. */
export function ticked(name, checked, onchange) {
  const box = h("input", { type: "checkbox", checked, onchange: () => onchange?.(box.checked) });
  return Object.assign(h("label.check", {}, box, h("span", {}, name)), { box });
}

/** A choice of few. */
export function choice(choices, value, onchange) {
  const box = h("select.select", { onchange: () => onchange?.(box.value) },
    choices.map(([each, text]) => h("option", { value: each }, text)));
  box.value = value ?? "";
  return box;
}

/** Asks once before something that cannot be undone. */
export function confirm(title, text, action, { danger = true } = {}) {
  return new Promise(resolve => {
    let answer = false;
    const yes = h("button.button", { type: "button", class: danger ? "danger" : "primary",
      onclick: () => { answer = true; dialog.close(); } }, action);
    const no = h("button.button", { type: "button", onclick: () => dialog.close() }, t("action.cancel"));
    const dialog = openDialog(title, h("p", {}, text), { size: "small", footer: [no, yes], onclose: () => resolve(answer) });
    no.focus();
  });
}
