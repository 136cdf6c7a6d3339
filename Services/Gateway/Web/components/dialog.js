import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";

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
    dialog.remove();
    onclose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
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
