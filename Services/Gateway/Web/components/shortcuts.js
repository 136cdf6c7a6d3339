import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { commands, keyName, title } from "../app/keyboard.js";
import { singleKeys } from "../app/settings.js";
import { openDialog } from "./dialog.js";

const GROUPS = ["general", "list", "ticket"];

/** The keys that do something here, and the switch for single keys. */
export function openShortcuts() {
  const byGroup = GROUPS.map(group => [group, commands().filter(each => each.key && each.group === group)]);
  const rows = byGroup.filter(([, list]) => list.length).map(([group, list]) => h("section", {},
    h("h3", {}, t(`shortcuts.${group}`)),
    h("dl.shortcuts", {}, list.map(each => h("div", {}, h("dt", {}, title(each)),
      h("dd", {}, h("kbd", {}, keyName(each.key))))))));
  const writing = h("section", {}, h("h3", {}, t("shortcuts.writing")), h("dl.shortcuts", {},
    [["composer.send", "mod+enter"], ["composer.sendAnd.solved", "mod+shift+enter"],
      ["composer.article", "@"], ["composer.mention", "@"], ["composer.ticket", "#"], ["composer.macro", "/"]].map(([name, key]) =>
      h("div", {}, h("dt", {}, t(name)), h("dd", {}, h("kbd", {}, keyName(key)))))));
  const box = h("input", { type: "checkbox", checked: singleKeys.peek(), onchange: () => { singleKeys.value = box.checked; } });
  openDialog(t("shortcuts.title"), [h("div.shortcut-groups", {}, rows, writing),
    h("label.check", {}, box, h("span", {}, t("shortcuts.single"), h("span.quiet", {}, t("shortcuts.singleHint"))))]);
}
