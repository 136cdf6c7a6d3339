import { h } from "../app/dom.js";
import { t, language } from "../app/i18n.js";
import { get } from "../app/api.js";
import { ticket as known } from "../app/state.js";
import { route } from "../app/router.js";
import { plainText } from "../app/plain.js";
import { openMenu } from "./menu.js";

// Articles where answers are written: found by words, read, put into the text.

const row = hit => ({ value: hit.id, label: hit.title, hint: hit.category, icon: "book", hit });

/** Lets somebody find an article: the ticket's suggestions first, then whatever is typed. */
export async function chooseArticle(anchor, onpick) {
  const id = route.peek().params.ticket;
  const first = id ? await suggestions(id).catch(() => []) : [];
  const search = async words => (words ? (await find(words)).map(row) : first.map(row));
  openMenu(anchor, first.map(row), {
    filter: true, search, label: t("composer.article"), onpick: (value, item) => onpick(item.hit),
  });
}

export async function find(words, tongue) {
  return (await get("/articles/search", { q: words, language: tongue })).hits;
}

export async function suggestions(id) {
  return (await get(`/tickets/${id}/suggestions`)).hits;
}

/** An article's live text as one writes it in a mail. */
export async function articleText(id) {
  const article = await get(`/articles/${id}`);
  return plainText(article.body || article.draft?.body || "");
}

/** A passage with its matches marked. */
export function marked(hit) {
  const units = [...hit.excerpt];
  const parts = [];
  let at = 0;
  for (const [start, length] of hit.marks ?? []) {
    if (start < at) continue;
    parts.push(units.slice(at, start).join(""), h("mark", {}, units.slice(start, start + length).join("")));
    at = start + length;
  }
  return [...parts, units.slice(at).join("")];
}

export const ticketLanguage = id => known(id)?.language ?? language.peek();
