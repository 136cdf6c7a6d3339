import { MoatElement, h, fill, debounce } from "../app/dom.js";
import { t, bytes, inLanguage } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { list, patch, post, request } from "../app/api.js";
import { ago } from "../app/time.js";
import { mayLead, me } from "../app/state.js";
import { confirm, openDialog } from "./dialog.js";
import { openMenu } from "./menu.js";
import { errorState } from "./states.js";
import { toast } from "./toast.js";

const refused = problem => toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });

/** What people wrote down of a customer: the house's own fields, notes, files. */
class CustomerPapers extends MoatElement {
  mount() {
    this.boxes = { fields: h("dl.fields"), notes: h("div.stack"), files: h("ul.paper-list") };
    const upload = h("input.visually-hidden", { type: "file", id: "customer-file", "aria-label": t("papers.addFile"),
      onchange: () => this.upload(upload) });
    fill(this, this.fieldsHead = h("h2", {}, t("papers.fields")), this.boxes.fields,
      h("h2", {}, t("papers.notes")), this.boxes.notes,
      h("h2", {}, t("papers.files")), this.boxes.files,
      h("label.link-button", { for: "customer-file" }, icon("clip"), t("papers.addFile")), upload);
    const again = debounce(() => this.load(), 300);
    this.hear("event", ({ type, data }) => ["moat.customers.paper", "moat.customers.attributes.changed"].includes(type)
      && data.customer === this.customer && again());
    this.load();
  }

  async load() {
    const own = `/customers/${this.customer}`;
    const draw = async (box, load, show) => {
      try { show(await load()); } catch (problem) { fill(box, errorState(problem, () => this.load())); }
    };
    await Promise.all([
      draw(this.boxes.fields, () => Promise.all([list("/customer-attributes", {}, { size: null }), list(`${own}/attributes`, {}, { size: null })]),
        ([fields, values]) => this.showFields(fields.items, values.items)),
      draw(this.boxes.notes, () => list(`${own}/notes`, {}, { size: 20 }), page => this.showNotes(page.items)),
      draw(this.boxes.files, () => list(`${own}/files`, {}, { size: 50 }), page => this.showFiles(page.items)),
    ]);
  }

  // The house's own fields.

  showFields(fields, values) {
    this.fieldsHead.hidden = this.boxes.fields.hidden = !fields.length;
    fill(this.boxes.fields, fields.map(field => {
      const value = values.find(each => each.field === field.id);
      const name = inLanguage(field, field.id);
      return h("div.field-row", {}, h("dt", {}, name), h("dd.paper-value", {},
        h("button.field-value", { type: "button", onclick: event => this.edit(event.currentTarget, field, value?.value) },
          h("span", {}, value?.masked ?? this.text(field, value?.value)), icon("edit")),
        value?.masked ? h("button.icon-button", { type: "button", title: t("papers.reveal", { name }),
          "aria-label": t("papers.reveal", { name }), onclick: () => this.reveal(field, name) }, icon("eye")) : null));
    }));
  }

  text(field, value) {
    if (value === undefined || value === null) return t("field.none");
    return field.kind === "boolean" ? t(value ? "join.yes" : "join.no") : String(value);
  }

  edit(anchor, field, value) {
    const name = inLanguage(field, field.id);
    if (field.kind === "choice" || field.kind === "boolean") {
      const options = field.kind === "choice" ? field.options.map(each => ({ value: each, label: each }))
        : [{ value: true, label: t("join.yes") }, { value: false, label: t("join.no") }];
      return openMenu(anchor, [{ value: null, label: t("field.none") }, ...options],
        { selected: value ?? null, label: name, onpick: each => this.save(field, each) });
    }
    const input = h("input.field", { id: "paper-field", value: value ?? "", step: "any",
      type: { number: "number", date: "date" }[field.kind] ?? "text" });
    this.ask(name, input, () => {
      const text = input.value.trim();
      return this.save(field, text === "" ? null : field.kind === "number" ? Number(text) : text);
    });
    return undefined;
  }

  /** A small dialog with one input. */
  ask(title, input, act, hint) {
    const form = h("form.stack", { onsubmit: async event => {
      event.preventDefault();
      if (await act() !== false) dialog.close();
    } }, h("label.label", { for: input.id }, hint ?? title), input,
    h("div.dialog-buttons", {}, h("button.button.primary", { type: "submit" }, t("papers.save"))));
    const dialog = openDialog(title, form, { size: "small" });
    input.focus();
  }

  async save(field, value) {
    try {
      await patch(`/customers/${this.customer}/attributes`, { values: { [field.id]: value } });
      await this.load();
      return true;
    } catch (problem) {
      refused(problem);
      return false;
    }
  }

  reveal(field, name) {
    const why = h("input.field", { id: "reveal-why", required: true, minlength: 3, maxlength: 200 });
    this.ask(t("papers.reveal", { name }), why, async () => {
      try {
        const { value } = await post(`/customers/${this.customer}/attributes/${field.id}/reveal`, { reason: why.value });
        openDialog(name, h("p.paper-secret", {}, String(value)), { size: "small" });
        return true;
      } catch (problem) {
        refused(problem);
        return false;
      }
    }, t("papers.why"));
  }

  // Notes.

  showNotes(notes) {
    const text = h("textarea.field", { rows: 2, "aria-label": t("papers.newNote"), placeholder: t("papers.newNote") });
    const secret = h("input", { type: "checkbox" });
    const form = h("form.stack.note-form", { onsubmit: async event => {
      event.preventDefault();
      if (!text.value.trim()) return text.focus();
      try {
        await post(`/customers/${this.customer}/notes`, { text: text.value, audience: secret.checked ? "supervisors" : undefined });
        await this.load();
      } catch (problem) { refused(problem); }
      return undefined;
    } }, text, h("div.note-foot", {}, mayLead() ? h("label.check", {}, secret, t("papers.supervisors")) : null,
      h("button.button.small", { type: "submit" }, t("papers.addNote"))));
    fill(this.boxes.notes, form, notes.map(note => this.note(note)));
  }

  note(note) {
    const mine = note.by.id === me() || mayLead();
    return h("article.paper-note", {}, h("p", {}, note.text), h("p.paper-meta", {},
      h("span", {}, note.by.name ?? t("event.system")), note.audience === "supervisors" ? h("span.chip", {}, t("papers.supervisors")) : null,
      ago(note.editedAt ?? note.at),
      mine ? h("button.link-button", { type: "button", onclick: () => this.editNote(note) }, t("action.edit")) : null,
      mine ? h("button.link-button", { type: "button", onclick: () => this.removeNote(note) }, t("papers.remove")) : null));
  }

  editNote(note) {
    const text = h("textarea.field", { id: "note-text", rows: 5 }, note.text);
    this.ask(t("papers.editNote"), text, async () => {
      try {
        await patch(`/customer-notes/${note.id}`, { text: text.value }, note.version);
        await this.load();
        return true;
      } catch (problem) {
        refused(problem);
        return false;
      }
    });
  }

  async removeNote(note) {
    try {
      await request("DELETE", `/customer-notes/${note.id}`);
      await this.load();
      toast(t("papers.noteRemoved"), { action: t("action.undo"), undo: true, run: async () => {
        await post(`/customers/${this.customer}/notes`, { text: note.text, audience: note.audience }).catch(refused);
        this.load();
      } });
    } catch (problem) { refused(problem); }
  }

  // Files.

  showFiles(files) {
    fill(this.boxes.files, files.length ? files.map(file => h("li", {},
      h("a", { href: `/api/v1/customer-papers/${file.id}`, target: "_blank", rel: "noopener" }, icon("file"), file.name),
      h("span.quiet.tabular", {}, bytes(file.size)), h("button.icon-button", { type: "button", title: t("files.remove", { name: file.name }),
        "aria-label": t("files.remove", { name: file.name }), onclick: () => this.removeFile(file) }, icon("close"))))
      : h("li.quiet", {}, t("papers.noFiles")));
  }

  async upload(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > 20e6) return toast(t("files.tooBig", { name: file.name }), { kind: "bad" });
    try {
      await request("POST", `/customers/${this.customer}/files`, { query: { name: file.name }, raw: file, type: file.type });
      await this.load();
    } catch (problem) { refused(problem); }
    return undefined;
  }

  async removeFile(file) {
    if (!await confirm(t("papers.removeAsk", { name: file.name }), t("papers.removeText"), t("papers.remove"))) return;
    try {
      await request("DELETE", `/customer-papers/${file.id}`);
      await this.load();
    } catch (problem) { refused(problem); }
  }
}
customElements.define("customer-papers", CustomerPapers);
