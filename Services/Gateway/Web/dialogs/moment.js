import { t } from "../app/i18n.js";
import { h } from "../app/dom.js";
import { localTime } from "../app/time.js";
import { labelled, openForm } from "../components/dialog.js";

/** Asks for a moment in the future and gives it as RFC 3339; `extra` is shown below. */
export function openMoment(title, onpick, { action = t("action.save"), extra } = {}) {
  const next = new Date(Date.now() + 24 * 3600_000);
  next.setHours(9, 0, 0, 0);
  const field = h("input.field", { type: "datetime-local", required: true, min: localTime(new Date()), value: localTime(next) });
  openForm(title, [labelled(t("moment.when"), field), extra], action,
    () => onpick(new Date(field.value).toISOString()), { size: "small" });
}
