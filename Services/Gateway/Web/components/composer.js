import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon, channelIcon } from "../app/icons.js";
import { keyName } from "../app/keyboard.js";
import { dropDraft, emptyDraft, insistOn, keepDraft, knownDraft, letGo, readDraft, serverDrafts,
  takeDraft } from "../app/drafts.js";
import { send } from "../app/outbox.js";
import { put, remove, request } from "../app/api.js";
import { emit } from "../app/bus.js";
import { ticket as known } from "../app/state.js";
import { openMenu } from "./menu.js";
import { files } from "./message.js";
import { articleText } from "./articles.js";
import { composerBar, laterPresets, preview, signTyped, toolFor } from "./composer-tools.js";
import { namesOf } from "./viewers.js";
import { dueAt } from "../app/time.js";
import { attempt, toast } from "./toast.js";

const KINDS = ["reply", "note"];
const MOST = 20 * 1024 * 1024;
const PAUSE = 6_000;

/** Where answers and notes are written. Each ticket keeps its draft of each kind. */
class MessageComposer extends MoatElement {
  kind = "reply";
  draft = emptyDraft();

  mount() {
    this.tabs = KINDS.map(kind => h("button.composer-tab", {
      type: "button", role: "tab", id: `tab-${kind}`, dataset: { kind }, "aria-controls": "composer-panel",
      onclick: () => this.open(kind), onkeydown: event => this.tabKey(event),
    }, icon(kind), t(`composer.${kind}`)));
    this.target = h("span.composer-target");
    this.bars = h("div.composer-bars");
    this.text = h("textarea", {
      id: "composer-text", rows: 2, oninput: () => this.typed(), onkeydown: event => this.key(event),
      onpaste: event => this.pasted(event), onblur: () => this.writing(false),
    });
    this.fileInput = h("input", { type: "file", multiple: true, hidden: true,
      onchange: () => this.attach([...this.fileInput.files]) });
    this.fileList = h("div");
    this.shown = h("div.composer-preview", { hidden: true, tabindex: "0", role: "region", "aria-label": t("composer.preview") });
    this.saved = h("span.composer-saved", { "aria-live": "off" });
    this.sendButton = h("button.button.primary.send", { type: "button", onclick: () => this.send() });
    this.more = h("button.button.primary.send-more", { type: "button", "aria-haspopup": "listbox",
      "aria-label": t("composer.sendAs"), title: t("composer.sendAs"), onclick: () => this.chooseSend() }, icon("down"));
    this.look = this.tool("eye", "composer.preview", () => this.preview());
    this.people = this.tool("person", "composer.mention", event => toolFor(this, "@", event.currentTarget));
    this.books = this.tool("book", "composer.article", event => toolFor(this, "@", event.currentTarget));
    fill(this,
      h("div.composer-head", {}, h("div.composer-tabs", { role: "tablist", "aria-label": t("composer.kind") }, this.tabs),
        this.target),
      this.bars,
      h("div.composer-body", { role: "tabpanel", id: "composer-panel" }, this.text, this.shown, this.fileList,
        h("div.composer-foot", {},
          this.tool("clip", "composer.attach", () => this.fileInput.click()),
          this.tool("bolt", "composer.macro", event => toolFor(this, "/", event.currentTarget)),
          this.books, this.people, this.look,
          this.fileInput, this.saved, h("span.send-group", {}, this.sendButton, this.more))));
    this.listen(this, "dragover", event => event.preventDefault());
    this.listen(this, "drop", event => {
      event.preventDefault();
      this.attach([...event.dataTransfer.files]);
    });
    this.hear("calledBack", entry => this.restore(entry));
    this.hear("insertArticle", article => this.cite(article));
    this.hear("editors", ({ ticket, editors }) => ticket === this.ticket && this.bar("editors", editors.length
      ? composerBar("warn", t("viewers.writing", { names: namesOf(editors) })) : null));
    this.hear("draftSaved", ({ ticket, newer }) => ticket === this.ticket && this.draftSaved(newer));
    this.hear("draftUnsaved", ({ ticket, offline }) => {
      if (ticket === this.ticket) this.saved.textContent = t(offline ? "composer.savedHere" : "composer.saved");
    });
    this.hear("draftConflict", ({ ticket, kind, draft }) => ticket === this.ticket && this.conflict(kind, draft));
    this.hear("event", ({ type, data }) => type === "moat.tickets.draft.changed" && data.ticket === this.ticket
      && this.loadDrafts());
    this.keep = debounce(() => keepDraft(this.ticket, this.kind, this.draft), 250);
    this.paused = debounce(() => this.writing(false), PAUSE);
  }

  tool(sign, name, run) {
    return h("button.icon-button", { type: "button", title: t(name), "aria-label": t(name), onclick: run }, icon(sign));
  }

  show(ticket) {
    this.flush();
    this.ticket = ticket.id;
    this.closed = undefined;
    this.barNodes = new Map();
    fill(this.bars);
    this.status = null;
    this.switch(readDraft(ticket.id, "note").text && !readDraft(ticket.id, "reply").text ? "note" : "reply");
    this.loadDrafts();
  }

  /** Words typed a moment ago belong to the ticket they were typed on. */
  flush() {
    if (this.ticket && this.draft.text !== readDraft(this.ticket, this.kind).text) keepDraft(this.ticket, this.kind, this.draft);
  }

  refresh(ticket) {
    if (ticket?.id !== this.ticket) return;
    fill(this.target, this.kind === "reply"
      ? [icon(channelIcon(ticket.channel)), t("composer.to",
        { name: ticket.requester.name, channel: t(`channel.${ticket.channel}`) })]
      : [icon("eye"), t("composer.internal")]);
  }

  switch(kind) {
    this.kind = kind;
    this.classList.toggle("note", kind === "note");
    for (const tab of this.tabs) {
      const on = tab.dataset.kind === kind;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    this.querySelector("#composer-panel").setAttribute("aria-labelledby", `tab-${kind}`);
    this.draft = readDraft(this.ticket, kind);
    this.text.value = this.draft.text;
    this.text.placeholder = t(`composer.placeholder.${kind}`);
    this.text.setAttribute("aria-label", t(`composer.placeholder.${kind}`));
    this.people.hidden = kind === "reply";
    this.books.hidden = kind === "note";
    if (!this.shown.hidden) this.preview(false);
    this.drawSend();
    this.saved.textContent = this.draft.text.trim() ? t("composer.draft") : "";
    this.drawFiles();
    this.grow();
    this.refresh(known(this.ticket));
  }

  drawSend() {
    const name = this.kind === "note" ? "composer.addNote" : this.status ? `composer.sendAnd.${this.status}` : "composer.send";
    fill(this.sendButton, t(name));
    this.sendButton.title = keyName("mod+enter");
  }

  /** Shows a kind and puts the caret into the text. */
  open(kind) {
    if (kind !== this.kind) {
      this.flush();
      this.switch(kind);
    }
    this.text.focus();
  }

  tabKey(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    this.flush();
    this.switch(this.kind === "reply" ? "note" : "reply");
    this.tabs[KINDS.indexOf(this.kind)].focus();
  }

  typed() {
    if (!this.draft.text) this.draft.seen = this.lastIncoming;
    this.draft.text = this.text.value;
    this.grow();
    this.keep();
    this.writing(Boolean(this.text.value.trim()));
    this.paused();
    signTyped(this, this.text.value, this.text.selectionStart);
  }

  /** Whether somebody writes here now: colleagues are told. */
  writing(on) {
    if (on === this.isWriting) return;
    this.isWriting = on;
    emit("writing", { ticket: this.ticket, on });
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, innerHeight * 0.4)}px`;
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.send(event.shiftKey ? "solved" : undefined);
    } else if (event.key === "Escape") {
      this.text.blur();
      event.stopPropagation();
    }
  }

  // What is put into the words.

  insert(words) {
    this.text.setRangeText(words, this.text.selectionStart, this.text.selectionEnd, "end");
    this.text.focus();
    this.typed();
  }

  /** Takes away the sign that opened a list. */
  dropSign(sign) {
    const at = this.text.selectionStart;
    if (this.text.value[at - 1] === sign) this.text.setRangeText("", at - 1, at, "end");
  }

  mention(id, label) { this.draft.mentions.push({ id, label }); }

  /** Puts a passage at the caret, apart from what stands around it. */
  passage(words) {
    const { selectionStart: start, selectionEnd: end, value } = this.text;
    const before = value.slice(0, start), after = value.slice(end);
    const lead = before && !before.endsWith("\n") ? "\n\n" : "";
    this.text.setRangeText(`${lead}${words}${after && !after.startsWith("\n") ? "\n\n" : ""}`, start, end, "end");
    this.typed();
    this.text.focus();
    this.text.scrollTop = this.text.scrollHeight;
  }

  /** Puts an article's words at the caret and remembers that it was used. */
  async cite(article) {
    if (this.hidden || !this.ticket) return;
    if (this.kind !== "reply") this.open("reply");
    try {
      const words = await articleText(article.id);
      if (!this.draft.citations.includes(article.id)) this.draft.citations.push(article.id);
      this.passage(words);
    } catch (problem) {
      toast(t("error.notRead", { why: problem.message }), { kind: "bad" });
    }
  }

  pasted(event) {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length) return;
    event.preventDefault();
    this.attach(pasted);
  }

  async attach(chosen) {
    this.fileInput.value = "";
    await Promise.all(chosen.map(file => this.upload(file)));
  }

  async upload(file) {
    const { ticket, kind, draft } = this;
    const name = file.name || t("files.pasted");
    const entry = { id: null, name, type: file.type || "application/octet-stream", size: file.size };
    if (file.size > MOST) return toast(t("files.tooBig", { name }), { kind: "bad" });
    draft.attachments.push(entry);
    this.drawFiles();
    try {
      const stored = await request("POST", "/attachments", { query: { name }, raw: file, type: entry.type });
      Object.assign(entry, stored);
      keepDraft(ticket, kind, { ...draft, attachments: draft.attachments.filter(each => each.id) });
    } catch (problem) {
      entry.error = t("files.failed");
      toast(t("error.notUploaded", { name, why: problem.message }), { kind: "bad" });
    }
    if (draft === this.draft) this.drawFiles();
    return undefined;
  }

  drawFiles() {
    fill(this.fileList, files(this.draft.attachments, gone => {
      this.draft.attachments = this.draft.attachments.filter(each => each !== gone);
      this.drawFiles();
      this.keep();
    }));
  }

  async preview(on = this.shown.hidden) {
    this.shown.hidden = !on;
    this.text.hidden = on;
    this.look.setAttribute("aria-pressed", String(on));
    if (on) fill(this.shown, await preview(this.kind, this.text.value));
    else this.grow();
  }

  // Drafts beside this page.

  bar(name, node) {
    this.barNodes?.get(name)?.remove();
    if (!node) return;
    this.barNodes.set(name, node);
    this.bars.append(node);
  }

  async loadDrafts() {
    const { ticket } = this;
    const { own, shared } = await serverDrafts(ticket).catch(() => ({}));
    if (ticket !== this.ticket) return;
    this.bar("shared", shared ? composerBar("", t("drafts.shared", { name: shared.author.name,
      text: shared.text.slice(0, 80) }), [t("drafts.take"), () => this.takeShared(shared)]) : null);
    if (!own) return;
    const mine = readDraft(ticket, own.kind);
    if (own.version === knownDraft(ticket).version) return this.newer(own.newerMessages);
    if (mine.text.trim() && mine.unsaved && mine.text !== own.text) return this.conflict(own.kind, own);
    takeDraft(ticket, own);
    if (document.activeElement !== this.text || !this.text.value.trim()) this.switch(own.kind);
    this.newer(own.newerMessages);
  }

  draftSaved(newer) {
    this.saved.textContent = this.draft.text.trim() ? t("composer.saved") : "";
    this.newer(newer);
  }

  newer(count) {
    this.bar("newer", count && this.draft.text.trim() ? composerBar("warn", t("drafts.newer", { n: count })) : null);
  }

  /** Another page or machine has written on the same draft. */
  conflict(kind, draft) {
    if (!draft) return void insistOn(this.ticket, kind, null);
    this.bar("conflict", composerBar("warn", t("drafts.conflict", { text: draft.text.slice(0, 80) }),
      [t("drafts.useTheirs"), () => {
        takeDraft(this.ticket, draft);
        this.bar("conflict", null);
        this.switch(draft.kind);
      }], [t("drafts.keepMine"), async () => {
        this.bar("conflict", null);
        await insistOn(this.ticket, kind, draft);
      }]));
  }

  async takeShared(shared) {
    if (this.kind !== shared.kind) this.open(shared.kind);
    this.passage(shared.text);
    this.draft.attachments.push(...shared.attachments);
    this.drawFiles();
    await remove(`/tickets/${this.ticket}/drafts/shared`).catch(() => {});
    this.bar("shared", null);
  }

  share() {
    const { kind, draft: { text, attachments } } = this;
    if (!text.trim()) return this.text.focus();
    return attempt(async () => {
      await put(`/tickets/${this.ticket}/drafts/shared`, { kind, text, ...(attachments.length ? { attachments } : {}) });
      dropDraft(this.ticket, kind);
      this.clear();
      await this.loadDrafts();
    });
  }

  // Sending.

  chooseSend() {
    const later = laterPresets().map(({ name, at }) => ({ value: at, label: t(`later.${name}`), hint: dueAt(at), icon: "clock",
      run: () => this.send(undefined, { sendAt: at }) }));
    const states = this.kind === "note" ? [] : ["solved", "pending", "hold", "open"].map(value => ({
      value, label: t(`composer.sendAnd.${value}`), lead: h("span.status-dot", { class: `status-${value}` }),
      hint: value === "solved" ? keyName("mod+shift+enter") : null, run: () => this.send(value),
    }));
    openMenu(this.more, [...states, ...(this.kind === "note" ? [] : [{ heading: t("later.title") }, ...later,
      { value: "moment", label: t("later.moment"), icon: "clock", run: () => this.sendLater() }, { heading: t("drafts.title") }]),
    { value: "share", label: t("drafts.share"), icon: "people", run: () => this.share() }],
    { label: t("composer.sendAs"), filter: false });
  }

  async sendLater() {
    const { openMoment } = await import("../dialogs/moment.js");
    const { ticked } = await import("./dialog.js");
    const unless = ticked(t("later.unless"), true);
    openMoment(t("later.title"), sendAt => void this.send(undefined, { sendAt, cancelOnAnswer: unless.box.checked }),
      { action: t("composer.schedule"), extra: unless });
  }

  send(status = this.status ?? undefined, more = {}) {
    const text = this.text.value.trim();
    if (!text && !this.draft.attachments.length) return this.text.focus();
    if (this.draft.attachments.some(each => !each.id && !each.error)) return toast(t("files.wait"), { kind: "warn" });
    const { ticket, kind, draft } = this;
    const attachments = draft.attachments.filter(each => each.id).map(({ error, ...each }) => ({ inline: false, ...each }));
    const mentions = [...new Set(draft.mentions.filter(each => text.includes(`@${each.label}`)).map(each => each.id))];
    send({ ticket, kind, text, attachments, citations: draft.citations, mentions, ...more,
      ...(kind === "reply" ? { status, seen: draft.seen ?? this.lastIncoming } : {}) });
    letGo(ticket, kind);
    this.clear();
    this.text.blur();
    return undefined;
  }

  clear() {
    this.status = null;
    this.draft = emptyDraft();
    this.bar("newer", null);
    this.switch(this.kind);
  }

  async restore(entry) {
    const { text, attachments = [], citations = [], seen } = entry;
    // What was held is a draft with the server again.
    if (!entry.held) keepDraft(entry.ticket, entry.kind, { ...emptyDraft(), text, attachments, citations, seen });
    if (entry.ticket !== this.ticket) return;
    if (entry.held) await this.loadDrafts();
    else this.switch(entry.kind);
    this.text.focus();
  }
}
customElements.define("message-composer", MessageComposer);
