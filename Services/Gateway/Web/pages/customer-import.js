import { MoatElement, h, fill } from "../app/dom.js";
import { t, named, number, bytes, percent } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, list, post, request } from "../app/api.js";
import { ago } from "../app/time.js";
import { navigate } from "../app/router.js";
import { company, mayAdmin } from "../app/state.js";
import { openMenu } from "../components/menu.js";
import { emptyState, errorState, skeleton } from "../components/states.js";
import { toast } from "../components/toast.js";

const TARGETS = ["name", "email", "phone", "wechat", "unionid", "external", "wecom", "weibo", "dingtalk", "company", "tier",
  "language", "tags", "note", "createdAt"];
const ADDRESSES = ["email", "phone", "wechat", "unionid", "external", "wecom", "weibo", "dingtalk"];
const LARGEST = 64e6;
const POLL = 500;

/** Files of customers: choose one, say what its columns are, try it, read it; each reading has an address of its own. */
class CustomerImport extends MoatElement {
  mount() {
    this.body = h("div.page-body");
    fill(this, h("div.page", {}, h("header.page-head", {},
      h("a.icon-button", { href: "/customers", "aria-label": t("customer.back"), title: t("customer.back") }, icon("left")),
      h("h1", {}, t("import.title"))), this.body));
    this.arrive(this.place);
  }

  unmount() { clearTimeout(this.timer); }

  arrive({ params: { part } }) {
    document.title = `${t("import.title")} · ${company.peek() || "Moat"}`;
    clearTimeout(this.timer);
    this.turn = (this.turn ?? 0) + 1;
    if (!mayAdmin()) return fill(this.body, emptyState("people", t("import.notYours"), { action: t("customer.back"), href: "/customers" }));
    fill(this.body, h("div.import", {}, skeleton(8)));
    return part ? this.follow(part, this.turn) : this.start(this.turn);
  }

  // Choosing a file.

  async start(turn) {
    const input = h("input.visually-hidden", { type: "file", id: "import-file", accept: ".csv,.tsv,.txt,.xlsx",
      onchange: () => this.upload(input.files[0]) });
    const drop = h("label.drop", { for: "import-file",
      ondragover: event => { event.preventDefault(); drop.classList.add("over"); },
      ondragleave: () => drop.classList.remove("over"),
      ondrop: event => { event.preventDefault(); drop.classList.remove("over"); this.upload(event.dataTransfer.files[0]); } },
    icon("up"), h("strong", {}, t("import.choose")), h("span.quiet", {}, t("import.formats")));
    this.stage = h("div.import", {}, h("ol.import-hints", {}, ["first", "second", "third"].map(step => h("li", {}, t(`import.hint.${step}`)))),
      input, drop);
    const before = h("section.import", {}, skeleton(3));
    fill(this.body, this.stage, before);
    try {
      const { items } = await list("/customer-imports", {}, { size: 20 });
      if (turn !== this.turn) return;
      fill(before, items.length ? [h("h2", {}, t("import.before")), h("ul.import-jobs", {}, items.map(job => h("li", {},
        h("a", { href: `/customers/import/${job.id}` }, stateChip(job), t("import.jobName", { n: number(job.rows), rows: number(job.rows) }),
          h("span.quiet", {}, summary(job)), ago(job.startedAt)))))] : null);
    } catch (problem) {
      if (turn === this.turn) fill(before, errorState(problem, () => this.arrive(this.place)));
    }
  }

  async upload(file) {
    if (!file) return;
    if (file.size > LARGEST) return toast(t("import.tooBig", { name: file.name }), { kind: "bad" });
    fill(this.stage, h("p", { role: "status" }, t("import.uploading", { name: file.name, size: bytes(file.size) })),
      h("progress.progress", { "aria-label": t("import.uploading", { name: file.name, size: bytes(file.size) }) }));
    try {
      const { hash } = await request("POST", "/customer-files", { raw: file, type: file.type || "text/csv" });
      this.map(hash, await post("/customer-imports/looks", { blob: hash }), file.name);
    } catch (problem) {
      toast(t("error.notUploaded", { name: file.name, why: problem.message }), { kind: "bad" });
      this.arrive(this.place);
    }
    return undefined;
  }

  // Saying what the columns are.

  map(blob, look, name) {
    const columns = { ...look.columns };
    const rest = [...this.body.children].slice(1);
    const table = h("tbody");
    const warning = h("p.import-warning", { role: "alert" });
    const tryIt = h("button.button", { type: "button", onclick: () => this.run(blob, columns, true) }, t("import.try"));
    const read = h("button.button.primary", { type: "button", onclick: () => this.run(blob, columns, false) }, t("import.read"));
    const draw = () => {
      const hasAddress = Object.values(columns).some(target => ADDRESSES.includes(target));
      fill(warning, hasAddress ? null : [icon("alert"), t("import.needsAddress")]);
      tryIt.disabled = read.disabled = !hasAddress;
      fill(table, look.header.map((column, index) => h("tr", {}, h("th", { scope: "row" }, column || t("import.unnamed", { n: index + 1 })),
        h("td.import-sample", {}, look.rows.map(row => row[index]).filter(Boolean).slice(0, 3).join(" · ") || h("span.quiet", {}, t("field.none"))),
        h("td", {}, this.target(column, columns, draw)))));
    };
    draw();
    fill(this.stage, h("h2", {}, name), h("p.quiet", {}, t("import.seems", { format: look.format.toUpperCase(), size: bytes(look.size),
      encoding: look.encoding === "utf8" ? "UTF-8" : "GB 18030", n: number(look.header.length) })),
    h("div.table-scroll", {}, h("table.table.import-map", {}, h("thead", {}, h("tr", {},
      ["import.column", "import.sample", "import.target"].map(key => h("th", { scope: "col" }, t(key))))), table)),
    warning, h("div.import-buttons", {}, h("button.button", { type: "button", onclick: () => this.arrive(this.place) }, t("import.another")),
      tryIt, read));
    fill(this.body, this.stage, rest);
    read.focus();
  }

  target(column, columns, draw) {
    const chosen = columns[column];
    return h("button.pill", { type: "button", "aria-haspopup": "listbox", class: chosen ? "" : "pill-quiet",
      "aria-label": t("import.targetOf", { column, target: chosen ? t(`import.to.${chosen}`) : t("import.leave") }),
      onclick: event => openMenu(event.currentTarget, [{ value: "", label: t("import.leave"), icon: "close" },
        ...TARGETS.map(value => ({ value, label: t(`import.to.${value}`), hint: ADDRESSES.includes(value) ? t("import.address") : "" }))], {
        selected: chosen ?? "", label: t("import.target"), onpick: value => {
          if (value) columns[column] = value; else delete columns[column];
          draw();
        } }) }, chosen ? t(`import.to.${chosen}`) : t("import.leave"), icon("down"));
  }

  async run(blob, columns, dryRun) {
    try {
      const job = await post("/customer-imports", { blob, columns, dryRun });
      navigate(`/customers/import/${job.id}`);
    } catch (problem) {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
  }

  // How far it is.

  async follow(id, turn) {
    try {
      const job = await get(`/customer-imports/${id}`);
      if (turn !== this.turn) return;
      this.draw(job);
      if (job.state === "running") this.timer = setTimeout(() => this.follow(id, turn), POLL);
      if (job.duplicates + job.refused > 0) this.loadErrors(job, turn);
    } catch (problem) {
      if (turn === this.turn) fill(this.body, errorState(problem, () => this.arrive(this.place)));
    }
  }

  draw(job) {
    if (!this.errors?.isConnected) this.errors = h("section.import-errors");
    const numbers = ["rows", "added", "updated", "known", "duplicates", "refused"].map(name =>
      h("div.tile", {}, h("span.tile-name", {}, t(`import.${name}`)), h("span.tile-value.tabular", {}, number(job[name]))));
    const share = job.state === "running" ? job.position / Math.max(1, job.size) : 1;
    fill(this.body, h("div.import", {}, h("div.import-head", {}, stateChip(job),
      h("h2", {}, t(job.dryRun ? "import.trial" : "import.reading")), ago(job.startedAt)),
    h("progress.progress", { value: share, max: 1, "aria-label": t("import.progress", { share: percent(share) }) }),
    h("p.quiet", { role: "status" }, job.state === "failed" ? job.problem : t(job.state === "running" ? "import.leaveIt"
      : job.dryRun ? "import.nothingWritten" : "import.finished")),
    h("div.import-numbers", {}, numbers), this.nextStep(job), this.errors));
  }

  nextStep(job) {
    if (job.state === "running") return null;
    return h("div.import-buttons", {},
      job.blob ? h("button.button", { type: "button", onclick: () => this.again(job) }, t("import.mapAgain")) : null,
      job.dryRun && job.blob && job.state === "done" ? h("button.button.primary", { type: "button",
        onclick: () => this.run(job.blob, job.columns, false) }, t("import.read"))
        : h("a.button.primary", { href: "/customers" }, t("customer.back")));
  }

  /** The same file with other columns. */
  async again(job) {
    try {
      const look = await post("/customer-imports/looks", { blob: job.blob });
      this.stage = h("div.import");
      fill(this.body, this.stage);
      this.map(job.blob, { ...look, columns: job.columns }, t("import.again"));
    } catch (problem) {
      toast(problem.message, { kind: "bad" });
    }
  }

  async loadErrors(job, turn, after) {
    const count = job.duplicates + job.refused;
    if (!after && this.errorCount === `${job.id} ${count}` && this.errors.childElementCount) return;
    this.errorCount = `${job.id} ${count}`;
    const page = await list(`/customer-imports/${job.id}/errors`, {}, { size: 50, after }).catch(() => null);
    if (turn !== this.turn || !page) return;
    this.lines = after ? [...this.lines, ...page.items] : page.items;
    fill(this.errors, h("h3", {}, t("import.errors")), h("p.quiet", {}, t("import.errorsHint")),
      h("div.table-scroll", {}, h("table.table", {}, h("thead", {}, h("tr", {}, h("th.number", { scope: "col" }, t("import.line")),
        h("th", { scope: "col" }, t("import.why")))),
      h("tbody", {}, this.lines.map(each => h("tr", {}, h("td.number", {}, number(each.line)),
        h("td", {}, h("span.chip", {}, t(each.code === "import.duplicate" ? "import.double" : "import.wrong")), " ",
          h("span", { title: each.detail }, named(`import.error.${each.code}`, each.detail)))))))),
      page.after ? h("p.table-more", {}, h("button.button", { type: "button", onclick: () => this.loadErrors(job, turn, page.after) },
        t("customers.more"))) : null);
  }
}

const stateChip = job => h("span.chip", { class: { done: "chip-good", running: "chip-accent" }[job.state] ?? "" },
  job.state === "failed" ? icon("alert") : job.state === "done" ? icon("check") : null, t(`import.state.${job.state}`));

const summary = job => [job.dryRun ? t("import.trial") : null, t("import.summary", { added: number(job.added),
  refused: number(job.refused + job.duplicates) })].filter(Boolean).join(" · ");

customElements.define("customer-import", CustomerImport);
