import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, listAll, post } from "../app/api.js";
import { emit } from "../app/bus.js";
import { ago } from "../app/time.js";
import { navigate, withQuery } from "../app/router.js";
import { agentName, company, mayPublish } from "../app/state.js";
import { prose } from "../app/markdown.js";
import { find, marked } from "../components/articles.js";
import { confirm } from "../components/dialog.js";
import { emptyState, errorState, skeleton, skeletonRows } from "../components/states.js";
import { toast } from "../components/toast.js";
import "../components/article-editor.js";

const LANGUAGES = ["", "zh", "en"];
const address = id => withQuery({ article: id, edit: null }, "/knowledge");
const titleOf = article => article.title || article.draft?.title || t("ticket.noSubject");

/** The knowledge base: find and read articles, write them, publish them. */
class KnowledgePage extends MoatElement {
  mount() {
    this.field = h("input.search-field", { type: "search", placeholder: t("knowledge.search"),
      "aria-label": t("knowledge.search"),
      oninput: debounce(() => navigate(withQuery({ q: this.field.value.trim() }), { replace: true }), 200) });
    this.tongues = h("div.segments", { role: "group", "aria-label": t("knowledge.language") });
    this.shelf = h("div.shelf-list");
    this.reader = h("section.article-pane", { "aria-label": t("palette.articles"), tabindex: "-1" });
    fill(this, h("div.shelf", {}, h("header.list-head", {}, h("h1", {}, t("knowledge.title")),
      h("a.button.small.shelf-new", { href: "/knowledge?edit=new" }, icon("plus"), t("knowledge.new"))),
    h("div.shelf-tools", {}, h("div.search-box", {}, icon("search"), this.field), this.tongues), this.shelf), this.reader);
    this.reloadSoon = debounce(() => this.loadShelf(true), 500);
    this.hear("article", article => {
      this.reloadSoon();
      if (article.id === this.article?.id && !this.querySelector("article-editor")) this.showArticle(article);
    });
    this.hear("refetch", () => this.loadShelf(true));
    this.arrive(this.place);
  }

  arrive({ query }) {
    document.title = `${t("knowledge.title")} · ${company.peek() || "Moat"}`;
    if (document.activeElement !== this.field) this.field.value = query.q ?? "";
    fill(this.tongues, LANGUAGES.map(name => h("button.segment",
      { type: "button", "aria-pressed": String((query.language ?? "") === name),
      onclick: () => navigate(withQuery({ language: name }), { replace: true }) },
        t(name ? `language.${name}` : "timeline.all"))));
    this.classList.toggle("has-article", Boolean(query.article || query.edit));
    const shelf = `${query.q ?? ""}/${query.language ?? ""}`;
    if (shelf !== this.shelfShown) {
      this.shelfShown = shelf;
      this.loadShelf();
    } else {
      this.markCurrent();
    }
    this.showPane(query);
  }

  async loadShelf(quiet = false) {
    const { q, language } = this.place.query;
    if (!quiet) fill(this.shelf, h("ul", {}, skeletonRows(5)));
    const turn = this.turn = (this.turn ?? 0) + 1;
    try {
      if (q) {
        const hits = await find(q, language);
        if (turn === this.turn) this.drawHits(hits);
        return;
      }
      const all = await listAll("/articles", { language });
      if (turn === this.turn) this.drawShelf(all);
    } catch (problem) {
      if (turn === this.turn && !quiet) fill(this.shelf, errorState(problem, () => this.loadShelf()));
    }
  }

  drawShelf(articles) {
    const shown = articles.filter(each => each.state !== "archived" || each.id === this.place.query.article);
    if (!shown.length) {
      return fill(this.shelf, emptyState("book", t("knowledge.empty"),
        { hint: t("knowledge.emptyHint"), action: t("knowledge.new"), href: "/knowledge?edit=new" }));
    }
    const groups = Map.groupBy(shown, each => each.category || t("knowledge.noCategory"));
    const names = [...groups.keys()].sort((a, b) => a.localeCompare(b));
    fill(this.shelf, names.map(name => h("section", {}, h("h2.shelf-heading", {}, name), h("ul", {}, groups.get(name).map(each =>
      h("li", {}, h("a.shelf-item", { href: address(each.id), dataset: { id: each.id } },
        h("span.shelf-title", {}, titleOf(each)),
        each.state === "published" ? (each.draft ? h("span.chip.chip-note", {}, t("knowledge.draft")) : null)
          : h("span.chip", {}, t(`knowledge.state.${each.state}`)),
        each.audience === "agents" ? icon("eye", t("knowledge.internal")) : null)))))));
    this.markCurrent();
    return undefined;
  }

  drawHits(hits) {
    fill(this.shelf, hits.length ? h("section", {}, h("h2.shelf-heading", {}, t("knowledge.results")),
      h("ul", {}, hits.map(hit => h("li", {},
      h("a.shelf-item.hit", { href: address(hit.id), dataset: { id: hit.id } }, h("span.shelf-title", {}, hit.title),
        h("span.shelf-words", {}, marked(hit)),
          h("span.shelf-words", {}, `${hit.category} · ${t(`language.${hit.language}`)}`))))))
      : emptyState("search", t("knowledge.nothingFound")));
    this.markCurrent();
  }

  markCurrent() {
    for (const link of this.shelf.querySelectorAll("a[data-id]")) {
      if (link.dataset.id === this.place.query.article) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  async showPane({ article: id, edit }) {
    if (edit === "new") return this.edit(null);
    if (!id) {
      this.article = null;
      return fill(this.reader, emptyState("book", t("knowledge.choose")));
    }
    if (this.article?.id === id) return edit ? this.edit(this.article) : this.showArticle(this.article);
    fill(this.reader, h("div.article", {}, skeleton(9)));
    try {
      const article = await get(`/articles/${id}`);
      if (this.place.query.article !== id) return undefined;
      return edit ? this.edit(article) : this.showArticle(article);
    } catch (problem) {
      return fill(this.reader, errorState(problem, () => this.showPane({ article: id, edit })));
    }
  }

  showArticle(article, part = article.liveVersion ? "live" : "draft") {
    this.article = article;
    const both = article.liveVersion && article.draft;
    const shown = part === "draft" ? article.draft : article;
    const author = agentName(shown?.author ?? article.author);
    document.title = `${titleOf(article)} · ${company.peek() || "Moat"}`;
    const tab = (name, text) => h("button.segment",
      { type: "button", "aria-pressed": String(part === name), onclick: () => this.showArticle(article, name) }, text);
    fill(this.reader, h("header.article-head", {},
      h("a.icon-button.only-small", { href: withQuery({ article: null }), "aria-label": t("knowledge.back") }, icon("left")),
      h("span.chip", { class: article.state === "published" ? "chip-good" : "" }, t(`knowledge.state.${article.state}`)),
      both ? h("div.segments", { role: "group", "aria-label": t("knowledge.changes") }, tab("live", t("knowledge.live")),
        tab("draft", t("knowledge.draft"))) : null,
      h("div.page-tools", {},
        article.state !== "archived" && mayPublish() && article.liveVersion
          ? h("button.icon-button", { type: "button", title: t("knowledge.archive"), "aria-label": t("knowledge.archive"),
            onclick: () => this.archive(article) }, icon("archive")) : null,
        article.draft && mayPublish() ? h("button.button",
          { type: "button", onclick: event => this.publish(article, event.currentTarget) }, icon("up"), t("knowledge.publish"))
          : null,
        h("a.button", { href: withQuery({ edit: "1" }) }, icon("edit"), t("knowledge.edit")))),
    h("article.article", {}, h("h2.article-title", {}, shown?.title || titleOf(article)),
      h("p.article-meta", {}, [article.category, t(`language.${article.language}`),
        article.audience === "agents" ? t("knowledge.internal") : null,
        article.liveVersion && part === "live" ? t("knowledge.liveVersion", { n: article.liveVersion }) : null,
        t("knowledge.citations", { n: article.citations ?? 0 }), author].filter(Boolean).join(" · "), " · ",
          t("knowledge.updated"), " ", ago(shown?.savedAt ?? article.publishedAt ?? article.updatedAt)),
      prose(shown?.body ?? "")));
  }

  edit(article) {
    this.article = article;
    const editor = document.createElement("article-editor");
    editor.article = article;
    editor.onsaved = saved => {
      this.article = saved;
      emit("article", saved);
      navigate(`/knowledge?article=${encodeURIComponent(saved.id)}`, { replace: true });
    };
    fill(this.reader, editor);
  }

  async publish(article, button) {
    button.disabled = true;
    try {
      const saved = await post(`/articles/${article.id}/publication`, { version: article.version });
      toast(t("knowledge.published"), { kind: "good" });
      this.reloadSoon();
      this.showArticle(saved?.id ? saved : await get(`/articles/${article.id}`));
    } catch (problem) {
      button.disabled = false;
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }

  async archive(article) {
    const title = titleOf(article);
    if (!await confirm(t("knowledge.archiveAsk", { title }), t("knowledge.archiveText"), t("knowledge.archive"))) return;
    try {
      const saved = await post(`/articles/${article.id}/archival`);
      toast(t("knowledge.archived"));
      this.reloadSoon();
      this.showArticle(saved?.id ? saved : await get(`/articles/${article.id}`));
    } catch (problem) {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }
}
customElements.define("knowledge-page", KnowledgePage);
