import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { ago } from "../app/time.js";
import { notices, loadNotices } from "../app/state.js";
import { post } from "../app/api.js";
import { openDialog } from "./dialog.js";

const address = notice => (notice.ticket ? `/inbox/all/${notice.ticket}` : null);

/** The person's notices, newest first; opening them marks them as read. */
export function openNotices() {
  const list = h("ul.notices");
  const dialog = openDialog(t("notices.title"), list, { size: "side" });
  const draw = () => fill(list, notices.peek().length
    ? notices.peek().map(each => h("li.notice", { class: each.read ? "" : "unread" },
      each.ticket
        ? h("a", { href: address(each), onclick: () => dialog.close() }, each.text)
        : h("span", {}, each.text),
      h("span.notice-meta", {}, each.read ? null : h("span.chip.chip-accent", {}, t("notices.new")), ago(each.at))))
    : h("li.empty", {}, icon("bell"), h("p", {}, t("notices.empty"))));
  draw();
  if (notices.peek().some(each => !each.read)) {
    post("/notifications/reads").then(() => {
      notices.value = notices.peek().map(each => ({ ...each, read: true }));
    }).catch(() => {});
  }
  loadNotices().then(draw).catch(() => {});
}
