import { h, fill } from "../app/dom.js";
import { t, number, bytes } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, post } from "../app/api.js";
import { openDialog } from "./dialog.js";
import { toast } from "./toast.js";

/** Makes a file of those who are shown: everybody, a segment, or what a search and a tier find. */
export function openExport({ segment, search, tier }) {
  const body = h("div.stack");
  let isOpen = true;
  const dialog = openDialog(t("export.title"), body, { size: "small", onclose: () => { isOpen = false; } });
  choose();

  function choose() {
    const formats = ["xlsx", "csv"].map(format => h("button.button", { type: "button", onclick: () => make({ format }) },
      icon("file"), t(`export.${format}`)));
    fill(body, h("p", {}, t(segment ? "export.segment" : search || tier ? "export.found" : "export.everybody")),
      h("p.quiet", {}, t("export.hint")), h("div.dialog-buttons", {}, formats));
  }

  async function make(more) {
    fill(body, h("p", { role: "status" }, t("export.making")), h("progress.progress", { "aria-label": t("export.making") }));
    try {
      let job = await post("/customer-exports", segment ? { ...more, segment } : { ...more, search: search || undefined, tier });
      while (isOpen && job.state === "running") {
        await new Promise(resolve => setTimeout(resolve, 400));
        job = await get(`/customer-exports/${job.id}`);
      }
      if (isOpen) done(job);
    } catch (problem) {
      if (!isOpen) return;
      toast(problem.message, { kind: "bad" });
      choose();
    }
  }

  function done(job) {
    fill(body, h("p", {}, t("export.done", { n: job.rows, count: number(job.rows), size: bytes(job.size) })),
      job.next ? h("p.quiet", {}, t("export.more")) : null,
      h("div.dialog-buttons", {}, job.next ? h("button.button", { type: "button",
        onclick: () => make({ format: job.request.format, after: job.next }) }, t("export.next")) : null,
      h("a.button.primary", { href: `/api/v1/customer-exports/${job.id}/file`, download: "" }, icon("down"), t("export.download"))));
    dialog.querySelector("a.primary")?.focus();
  }
}
