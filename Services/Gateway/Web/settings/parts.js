import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { toast } from "../components/toast.js";
import { openDialog } from "../components/dialog.js";
import { exact, ago } from "../app/time.js";

// What the sections of the settings share.

/** A labelled control. */
export function field(id, label, control, hint) {
  control.id = id;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return h("div.form-row", {}, h("label.label", { for: id }, label), control,
    hint ? h("p.quiet.form-hint", { id: `${id}-hint` }, hint) : null);
}

export const input = (properties = {}) => h("input.field", { type: "text", ...properties });

/** A tick with its words, and a second line. */
export const tick = (label, checked, { hint, ...properties } = {}) =>
  h("label.check", {}, h("input", { type: "checkbox", checked, ...properties }),
    h("span", {}, label, hint ? h("span.quiet", {}, hint) : null));

export const button = (label, run, { kind = "", sign, ...properties } = {}) =>
  h("button.button", { type: "button", class: kind, onclick: run, ...properties }, sign ? icon(sign) : null, label);

/** A moment as people say it, the exact one on hover; nothing where there is none. */
export const when = moment => (moment ? h("time", { datetime: moment, title: exact(moment) }, ago(moment))
  : h("span.quiet", {}, t("field.none")));

export function table(heads, rows) {
  return h("div.table-frame", {}, h("table.table", {}, h("thead", {}, h("tr", {}, heads.map(([label, kind]) =>
    h("th", { scope: "col", class: kind }, label)))), h("tbody", {}, rows)));
}

/** Says what went wrong in a form: at its foot, for everybody to hear. */
export function problemText(problem) {
  const places = (problem.errors ?? []).map(each => `${each.pointer.replace(/^#\//, "")}: ${each.detail}`);
  return [problem.message, ...places].join(" ");
}

export const saved = () => toast(t("toast.saved"), { kind: "good" });
export const notSaved = problem => toast(t("error.notSaved", { why: problemText(problem) }), { kind: "bad" });

/** A form in a dialog; `save` is called with the dialog still open and closes it by succeeding. */
export function formDialog(title, content, action, save, options = {}) {
  const fault = h("p.door-error", { role: "alert", hidden: true });
  const send = h("button.button.primary", { type: "submit" }, action);
  const cancel = h("button.button", { type: "button", onclick: () => dialog.close() }, t("action.cancel"));
  const form = h("form.form", {
    novalidate: true,
    onsubmit: async event => {
      event.preventDefault();
      send.disabled = true;
      fault.hidden = true;
      try {
        await save();
        dialog.close();
      } catch (problem) {
        fault.textContent = problemText(problem);
        fault.hidden = false;
      } finally {
        send.disabled = false;
      }
    },
  }, content, fault, h("div.dialog-buttons", {}, cancel, send));
  const dialog = openDialog(title, form, options);
  return dialog;
}

/** Shows something that will not be seen again, with a button that copies it. */
export function showSecret(title, words, secret) {
  const text = h("code.secret", { tabindex: "0" }, secret);
  const copy = button(t("settings.copy"), async () => {
    try {
      await navigator.clipboard.writeText(secret);
      toast(t("settings.copied"), { kind: "good" });
    } catch {
      getSelection().selectAllChildren(text);
    }
  }, { kind: "primary" });
  const dialog = openDialog(title, h("div.form", {}, h("p", {}, words), text), {
    footer: [button(t("action.close"), () => dialog.close()), copy],
  });
  copy.focus();
}
