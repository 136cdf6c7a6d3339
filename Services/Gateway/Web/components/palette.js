import { h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon, channelIcon } from "../app/icons.js";
import { list } from "../app/api.js";
import { commands, keyName, title } from "../app/keyboard.js";
import { recall, remember } from "../app/settings.js";
import { navigate } from "../app/router.js";
import { initials } from "../app/pinyin.js";
import { find } from "./articles.js";

const ORDER = ["ticket", "general", "go", "list", "settings"];
const RECENT = 5;

/** Finds anything and does anything: commands, tickets, customers, articles. */
export function openPalette() {
  if (document.querySelector("dialog.palette")) return;
  const recent = JSON.parse(recall("recent", "[]"));
  const field = h("input.palette-field", {
    type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list",
      placeholder: t("palette.placeholder"),
    "aria-label": t("palette.placeholder"), autocomplete: "off", spellcheck: "false",
  });
  const box = h("div.palette-list", { role: "listbox", id: "palette-list", "aria-label": t("palette.results") });
  const dialog = h("dialog.palette", { "aria-label": t("command.palette") }, h("div.palette-head", {}, icon("search"), field),
    box);
  let entries = [], active = 0, turn = 0, found = [];

  function matching(words) {
    const rank = command => (recent.includes(command.id) ? recent.indexOf(command.id) : RECENT + ORDER.indexOf(command.group));
    return commands().filter(each => !each.hidden && each.id !== "palette")
      .map(each => ({ label: title(each), icon: each.icon, key: each.key, group: words ? "commands" : each.group,
        rank: rank(each),
        run: () => {
          remember("recent", JSON.stringify([each.id, ...recent.filter(id => id !== each.id)].slice(0, RECENT)));
          each.run();
        } }))
      .filter(each => words.split(/\s+/).every(word => each.label.toLowerCase().includes(word)
        || initials(each.label).includes(word)))
      .sort((a, b) => a.rank - b.rank).slice(0, words ? 8 : 14);
  }

  function draw() {
    const words = field.value.trim().toLowerCase();
    entries = [...matching(words), ...(words ? found : [])];
    const rows = [];
    let group = null;
    entries.forEach((entry, index) => {
      if (words && entry.group !== group) rows.push(h("p.menu-heading", { role: "presentation" }, t(`palette.${entry.group}`)));
      group = entry.group;
      rows.push(entry.node = h("div.menu-item", { role: "option", id: `palette-${index}`, "aria-selected": "false",
        onclick: () => run(entry), onpointermove: () => point(index) },
      icon(entry.icon ?? "right"), h("span.menu-label", {}, entry.label), entry.hint ? h("span.menu-hint", {}, entry.hint) : null,
      entry.key ? h("kbd", {}, keyName(entry.key)) : null));
    });
    fill(box, rows.length ? rows : h("p.menu-empty", {}, t("palette.nothing")));
    point(0);
  }

  function point(index) {
    entries[active]?.node?.classList.remove("active");
    entries[active]?.node?.setAttribute("aria-selected", "false");
    active = entries.length ? (index + entries.length) % entries.length : 0;
    const node = entries[active]?.node;
    node?.classList.add("active");
    node?.setAttribute("aria-selected", "true");
    node?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", node?.id ?? "");
  }

  function run(entry) {
    dialog.close();
    entry?.run();
  }

  const search = debounce(async () => {
    const words = field.value.trim();
    const mine = ++turn;
    if (words.length < 2 && !/[\p{Script=Han}\d]/u.test(words)) {
      found = [];
      return draw();
    }
    const quiet = promise => promise.catch(() => ({ items: [] }));
    const [tickets, people, articles] = await Promise.all([
      quiet(list("/tickets", { view: "all", search: words }, { size: 5 })),
        quiet(list("/customers", { search: words }, { size: 4 })),
      find(words).catch(() => [])]);
    if (mine !== turn) return;
    found = [
      ...tickets.items.map(each => ({ group: "tickets", icon: channelIcon(each.channel), label: each.subject,
        hint: `${each.requester.name} · #${each.number}`,
        run: () => navigate(`/inbox/all/${each.id}`) })),
      ...people.items.map(each => ({ group: "customers", icon: "person", label: each.name, hint: each.company ?? "",
        run: () => navigate(`/customers/${each.id}`) })),
      ...articles.slice(0, 4).map(each => ({ group: "articles", icon: "book", label: each.title, hint: each.category,
        run: () => navigate(`/knowledge?article=${each.id}`) })),
    ];
    draw();
  }, 150);

  field.addEventListener("input", () => {
    draw();
    search();
  });
  field.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") point(active + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter") run(entries[active]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  draw();
  field.focus();
}
