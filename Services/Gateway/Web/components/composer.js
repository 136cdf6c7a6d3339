import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon, channelIcon } from "../app/icons.js";
import { keyName } from "../app/keyboard.js";
import { readDraft, keepDraft } from "../app/drafts.js";
import { send } from "../app/outbox.js";
import { request } from "../app/api.js";
import { ticket as known } from "../app/state.js";
import { openMenu } from "./menu.js";
import { files } from "./message.js";
import { chooseArticle, articleText } from "./articles.js";
import { toast } from "./toast.js";

const KINDS = ["reply", "note"];
const MOST = 20 * 1024 * 1024;

/** Where answers and notes are written. Each ticket keeps its draft of each kind. */
class MessageComposer extends MoatElement {
  kind = "reply";
  draft = { text: "", attachments: [], citations: [] };

  mount() {
    this.tabs = KINDS.map(kind => h("button.composer-tab", {
      type: "button", role: "tab", id: `tab-${kind}`, dataset: { kind }, "aria-controls": "composer-panel",
      onclick: () => this.open(kind), onkeydown: event => this.tabKey(event),
    }, icon(kind), t(`composer.${kind}`)));
    this.target = h("span.composer-target");
    this.text = h("textarea", {
      id: "composer-text", rows: 2, oninput: () => this.typed(), onkeydown: event => this.key(event),
      onpaste: event => this.pasted(event),
    });
    this.fileInput = h("input", { type: "file", multiple: true, hidden: true,
      onchange: () => this.attach([...this.fileInput.files]) });
    this.fileList = h("div");
    this.saved = h("span.composer-saved", { "aria-live": "off" });
    this.sendButton = h("button.button.primary.send", { type: "button", onclick: () => this.send() });
    this.more = h("button.button.primary.send-more",
      { type: "button", "aria-haspopup": "listbox", "aria-label": t("composer.sendAs"),
      title: t("composer.sendAs"), onclick: () => this.chooseSend() }, icon("down"));
    fill(this,
      h("div.composer-head", {}, h("div.composer-tabs", { role: "tablist", "aria-label": t("composer.kind") }, this.tabs),
        this.target),
      h("div.composer-body", { role: "tabpanel", id: "composer-panel" }, this.text, this.fileList,
        h("div.composer-foot", {},
          this.tool("clip", "composer.attach", () => this.fileInput.click()),
          this.tool("book", "composer.article", event => this.insertArticle(event.currentTarget)),
          this.fileInput, this.saved, h("span.send-group", {}, this.sendButton, this.more))));
    this.listen(this, "dragover", event => event.preventDefault());
    this.listen(this, "drop", event => {
      event.preventDefault();
      this.attach([...event.dataTransfer.files]);
    });
    this.hear("calledBack", entry => this.restore(entry));
    this.hear("insertArticle", article => this.cite(article));
    this.keep = debounce(() => {
      keepDraft(this.ticket, this.kind, this.draft);
      this.saved.textContent = this.draft.text.trim() ? t("composer.saved") : "";
    }, 250);
  }

  tool(sign, name, run) {
    return h("button.icon-button", { type: "button", title: t(name), "aria-label": t(name), onclick: run }, icon(sign));
  }

  show(ticket) {
    this.ticket = ticket.id;
    this.refresh(ticket);
    this.switch(readDraft(ticket.id, "note").text && !readDraft(ticket.id, "reply").text ? "note" : "reply");
  }

  refresh(ticket) {
    if (ticket.id !== this.ticket) return;
    this.closed = ticket.status === "closed";
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
    fill(this.sendButton, t(kind === "reply" ? "composer.send" : "composer.addNote"));
    this.sendButton.title = keyName("mod+enter");
    this.more.hidden = kind === "note";
    this.saved.textContent = this.draft.text.trim() ? t("composer.draft") : "";
    this.drawFiles();
    this.grow();
    this.refresh(known(this.ticket));
  }

  /** Shows a kind and puts the caret into the text. */
  open(kind) {
    if (kind !== this.kind) this.switch(kind);
    this.text.focus();
  }

  tabKey(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    this.switch(this.kind === "reply" ? "note" : "reply");
    this.tabs[KINDS.indexOf(this.kind)].focus();
  }

  typed() {
    this.draft.text = this.text.value;
    this.grow();
    this.keep();
    const { selectionStart: at, value } = this.text;
    if (value[at - 1] === "@" && (at === 1 || /\s/.test(value[at - 2])) && this.kind === "reply") this.insertArticle(this.text,
      true);
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
  }

  drawFiles() {
    fill(this.fileList, files(this.draft.attachments, gone => {
      this.draft.attachments = this.draft.attachments.filter(each => each !== gone);
      this.drawFiles();
      this.keep();
    }));
  }

  insertArticle(anchor, typed = false) {
    chooseArticle(anchor, article => {
      if (typed) {
        const at = this.text.selectionStart;
        this.text.setRangeText("", Math.max(0, at - 1), at, "end");
      }
      this.cite(article);
    });
  }

  /** Puts an article's words at the caret and remembers that it was used. */
  async cite(article) {
    if (this.hidden || !this.ticket) return;
    if (this.kind !== "reply") this.switch("reply");
    try {
      const words = await articleText(article.id);
      const { selectionStart: start, selectionEnd: end, value } = this.text;
      const before = value.slice(0, start), after = value.slice(end);
      const lead = before && !before.endsWith("\n") ? "\n\n" : "";
      this.text.setRangeText(`${lead}${words}${after && !after.startsWith("\n") ? "\n\n" : ""}`, start, end, "end");
      if (!this.draft.citations.includes(article.id)) this.draft.citations.push(article.id);
      this.typed();
      this.text.focus();
      this.text.scrollTop = this.text.scrollHeight;
    } catch (problem) {
      toast(t("error.notRead", { why: problem.message }), { kind: "bad" });
    }
  }

  chooseSend() {
    openMenu(this.more, ["solved", "pending", "hold", "open"].map(value => ({
      value, label: t(`composer.sendAnd.${value}`), lead: h("span.status-dot", { class: `status-${value}` }),
      hint: value === "solved" ? keyName("mod+shift+enter") : null,
    })), { label: t("composer.sendAs"), filter: false, onpick: status => this.send(status) });
  }

  send(status) {
    const text = this.text.value.trim();
    if (!text && !this.draft.attachments.length) return this.text.focus();
    if (this.draft.attachments.some(each => !each.id && !each.error)) return toast(t("files.wait"), { kind: "warn" });
    const { ticket, kind, draft } = this;
    const attachments = draft.attachments.filter(each => each.id).map(({ error, ...each }) => ({ inline: false, ...each }));
    send({ ticket, kind, text, attachments, status: kind === "reply" ? status : undefined, citations: draft.citations });
    this.draft = { text: "", attachments: [], citations: [] };
    keepDraft(ticket, kind, this.draft);
    this.switch(kind);
    this.text.blur();
  }

  restore(entry) {
    const { text, attachments = [], citations = [] } = entry;
    keepDraft(entry.ticket, entry.kind, { text, attachments, citations });
    if (entry.ticket !== this.ticket) return;
    this.switch(entry.kind);
    this.text.focus();
  }
}
customElements.define("message-composer", MessageComposer);
