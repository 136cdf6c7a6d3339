import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";

// One pop-up list for every choice on the page: keyboard, type to filter, a sheet on small screens.

let open = null;

/**
 * Shows choices at `anchor`. An item is `{ value, label, hint, icon, lead, danger }` or `{ heading }`; `selected` a value or
 * an array of them; `words` are found too. `filter` shows a search field; `create(text)` offers to add what was typed.
 */
export function openMenu(anchor, items, { selected, onpick, filter = items.length > 8, label, create, search, empty } = {}) {
  closeMenu();
  const chosen = new Set([selected].flat());
  const id = `menu-${Math.random().toString(36).slice(2)}`;
  const field = h("input.menu-filter", {
    type: "text", placeholder: t("menu.filter"), "aria-label": t("menu.filter"), role: "combobox",
    "aria-expanded": "true", "aria-controls": id, autocomplete: "off", spellcheck: "false",
  });
  const box = h("div.menu-items", { role: "listbox", id, "aria-label": label ?? t("menu.choices"), tabindex: "-1" });
  const menu = h("div.menu", {}, filter ? field : null, box);
  const backdrop = h("div.menu-backdrop", { onpointerdown: event => { event.preventDefault(); closeMenu(); } });
  let shown = [], active = -1;

  function draw(list) {
    const words = field.value.trim().toLowerCase();
    shown = [];
    const rows = list
      .filter(item => !words || search || `${item.label ?? ""} ${item.words ?? ""}`.toLowerCase().includes(words))
      .map(item => (item.heading ? h("div.menu-heading", { role: "presentation" }, item.heading) : row(item)));
    if (create && words && !list.some(item => item.label?.toLowerCase() === words)) {
      rows.push(row({ label: t("menu.add", { text: field.value.trim() }), icon: "plus", create: field.value.trim() }));
    }
    fill(box, rows.length ? rows : h("div.menu-empty", {}, (!words && empty) || t("menu.nothing")));
    const first = shown.findIndex(each => chosen.has(each.item.value));
    point(words ? 0 : Math.max(0, first));
    position();
  }

  function row(item) {
    const index = shown.length;
    const on = chosen.has(item.value) && item.value !== undefined;
    const node = h("div.menu-item", {
      role: "option", id: `${id}-${index}`, "aria-selected": String(on), class: item.danger ? "danger" : "",
      onclick: () => pick(item), onpointermove: () => point(index),
    }, item.lead ?? (item.icon ? icon(item.icon) : null), h("span.menu-label", {}, item.label),
    item.hint ? h("span.menu-hint", {}, item.hint) : null, on ? icon("check") : null);
    shown.push({ item, node });
    return node;
  }

  function point(index) {
    shown[active]?.node.classList.remove("active");
    active = shown.length ? (index + shown.length) % shown.length : -1;
    const node = shown[active]?.node;
    node?.classList.add("active");
    node?.scrollIntoView({ block: "nearest" });
    (filter ? field : box).setAttribute("aria-activedescendant", node?.id ?? "");
  }

  function pick(item) {
    closeMenu();
    if (item.create !== undefined) create(item.create);
    else (item.run ?? onpick)?.(item.value, item);
  }

  function onkey(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) point(active + moves[event.key]);
    else if (event.key === "Home" && !filter) point(0);
    else if (event.key === "End" && !filter) point(shown.length - 1);
    else if (event.key === "Enter" || (event.key === " " && !filter)) shown[active] && pick(shown[active].item);
    else if (event.key === "Escape") closeMenu();
    else if (event.key === "Tab") return closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function position() {
    const place = anchor.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const below = innerHeight - place.bottom - 8;
    const up = below < Math.min(size.height, 240) && place.top > below;
    const x = Math.min(Math.max(8, place.left), innerWidth - size.width - 8);
    menu.style.setProperty("--menu-x", `${x}px`);
    menu.style.setProperty("--menu-y", `${up ? Math.max(8, place.top - size.height - 4) : place.bottom + 4}px`);
    menu.style.setProperty("--menu-room", `${(up ? place.top : below) - 12}px`);
  }

  const host = anchor.closest("dialog") ?? document.body;
  host.append(backdrop, menu);
  menu.addEventListener("keydown", onkey);
  let turn = 0;
  field.addEventListener("input", async () => {
    if (!search) return draw(items);
    const mine = ++turn;
    const found = await search(field.value.trim());
    if (mine === turn && open?.menu === menu) draw(found);
  });
  anchor.setAttribute("aria-expanded", "true");
  open = { menu, backdrop, anchor };
  draw(items);
  (filter ? field : box).focus({ preventScroll: true });
}

/** Closes the menu and gives the focus back. */
export function closeMenu() {
  if (!open) return;
  const { menu, backdrop, anchor } = open;
  open = null;
  const inside = menu.contains(document.activeElement);
  menu.remove();
  backdrop.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (inside) anchor.focus({ preventScroll: true });
}

addEventListener("popstate", closeMenu);
addEventListener("resize", closeMenu);
