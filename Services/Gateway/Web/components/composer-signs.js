import { t, language } from "../app/i18n.js";
import { list } from "../app/api.js";
import { agents, loadMacros, me, teams, teamName } from "../app/state.js";
import { avatar } from "./avatar.js";
import { openMenu } from "./menu.js";
import { chooseArticle } from "./articles.js";

// What a sign at the beginning of a word brings while one writes: @ an article or a colleague, # a ticket, / a macro.

export const macroName = macro => macro.names?.[language.peek()] || macro.name;

/** The macros that fit what is written, the ones used most first. */
export const macrosFor = async kind => (await loadMacros()).filter(each => each.use === "any" || each.use === kind)
  .sort((a, b) => b.uses - a.uses || a.name.localeCompare(b.name));

async function chooseMacro(composer, anchor) {
  const items = (await macrosFor(composer.kind)).map(each => ({ value: each.id, icon: "bolt", macro: each,
    label: macroName(each), hint: each.code ? `/${each.code}` : null, words: `${each.code ?? ""} ${each.name}` }));
  openMenu(anchor, items, { filter: true, label: t("composer.macro"), empty: t("macros.none"), onpick: async (value, item) => {
    composer.dropSign("/");
    (await import("../dialogs/use-macro.js")).openMacro(composer, item.macro);
  } });
}

function choosePerson(composer, anchor) {
  const people = [...agents.peek().values()].filter(each => each.active !== false && each.id !== me());
  const items = [...people.map(each => ({ value: each.id, label: each.name, lead: avatar(each.name, { presence: each.presence }) })),
    ...[...teams.peek().keys()].map(id => ({ value: id, label: teamName(id), icon: "team" }))];
  openMenu(anchor, items, { filter: true, label: t("composer.mention"), onpick: (value, item) => {
    composer.dropSign("@");
    composer.insert(`@${item.label} `);
    composer.mention(value, item.label);
  } });
}

function chooseTicket(composer, anchor) {
  const row = each => ({ value: each.id, label: each.subject || t("ticket.noSubject"), hint: `#${each.number}`, icon: "inbox",
    number: each.number });
  const search = async words => (words ? (await list("/tickets", { view: "all", search: words }, { size: 8 })).items.map(row) : []);
  openMenu(anchor, [], { filter: true, search, label: t("composer.ticket"), empty: t("finder.search"),
    onpick: (value, item) => {
      composer.dropSign("#");
      composer.insert(`#${item.number} `);
    } });
}

/** What each sign opens: `(composer, anchor)`. */
export const SIGNS = {
  "/": chooseMacro,
  "#": chooseTicket,
  "@": (composer, anchor) => (composer.kind === "note" ? choosePerson(composer, anchor) : chooseArticle(anchor, article => {
    composer.dropSign("@");
    composer.cite(article);
  })),
};
