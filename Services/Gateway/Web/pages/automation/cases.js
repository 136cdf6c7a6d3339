import { MoatElement, h, fill } from "../../app/dom.js";
import { t, number, percent } from "../../app/i18n.js";
import { list, post } from "../../app/api.js";
import { navigate, withQuery } from "../../app/router.js";
import { dueAt, exact, ago } from "../../app/time.js";
import { agentName, teamName } from "../../app/state.js";
import { choice, labelled, openForm } from "../../components/dialog.js";
import { emptyState } from "../../components/states.js";
import { attempt } from "../../components/toast.js";
import { head, loadInto, nameOf } from "./parts.js";

/** Bad ratings that somebody has to make good (row 156), and why they were given. */
class CasesPart extends MoatElement {
  mount() {
    this.states = h("div.segments", { role: "group", "aria-label": t("cases.state") });
    this.body = h("div.page-body.page-pad");
    fill(this, head("cases", this.states), this.body);
    this.hear("event", ({ type }) => /^moat\.tickets\.survey\.(bad|case)/.test(type) && this.load(true));
    this.arrive(this.place);
  }

  arrive(place) {
    this.place = place;
    this.state = place.query.state === "done" ? "done" : "open";
    fill(this.states, ["open", "done"].map(each => h("button.segment", { type: "button", "aria-pressed": String(each === this.state),
      onclick: () => navigate(withQuery({ state: each === "open" ? null : each }), { replace: true }) }, t(`cases.${each}`))));
    this.load();
  }

  load(quiet = false) {
    const { state } = this;
    return loadInto(this.body, () => Promise.all([list("/survey-cases", { state }, { size: 100 }),
      list("/survey-causes", {}, { size: null }), list("/survey-cause-counts", {}, { size: null })]),
    ([cases, causes, shares]) => {
      if (state !== this.state) return;
      this.causes = causes.items;
      fill(this.body, cases.items.length ? h("ul.cases", {}, cases.items.map(each => this.entry(each)))
        : emptyState("check", t(state === "open" ? "cases.none" : "cases.noneDone")), shares.items.length ? h("section.pareto", {},
        h("h2", {}, t("cases.pareto")), h("ol.bars", {}, shares.items.map(each => h("li.bar-row", {}, h("span", {}, each.name),
          h("span.meter", {}, h("span", { style: { width: `${each.share * 100}%` } })), h("span.tabular", {}, t("cases.share",
            { n: number(each.count), share: percent(each.share), sum: percent(each.cumulative) })))))) : null);
    }, quiet);
  }

  entry(each) {
    const late = each.state === "open" && Date.parse(each.dueAt) < Date.now();
    return h("li.case", {}, h("div.case-head", {}, h("strong.case-value.tabular", {}, t("cases.value", { value: each.value,
      scale: t(`scale.${each.scale}`) })), h("a", { href: `/inbox/all/${each.ticket}` }, `#${each.number}`),
    h("span.quiet", {}, [agentName(each.agent), teamName(each.team)].filter(Boolean).join(" · ")), h("span.quiet", {}, ago(each.at)),
    each.state === "open" ? h("span.chip", { class: late ? "chip-bad" : "", title: exact(each.dueAt) }, t("cases.due",
      { when: dueAt(each.dueAt) })) : h("span.chip.chip-good", {}, t("cases.closedBy", { name: agentName(each.closedBy) ?? "" }))),
    each.comment ? h("blockquote.case-words", {}, each.comment) : h("p.quiet", {}, t("cases.noWords")),
    each.state === "done" ? h("p.quiet", {}, [this.causeName(each.cause), each.note, each.defect].filter(Boolean).join(" · "))
      : h("div.row-actions", {}, each.seenAt ? h("span.quiet", {}, t("cases.seen", { name: agentName(each.seenBy) ?? "" }))
        : h("button.button.small", { type: "button", onclick: () => attempt(async () => {
          await post(`/survey-cases/${each.id}/views`);
          this.load(true);
        }) }, t("cases.see")),
      h("button.button.small", { type: "button", onclick: () => this.close(each) }, t("cases.close"))));
  }

  causeName(id) { return nameOf(this.causes.find(each => each.id === id) ?? { name: id ?? "" }); }

  close(each) {
    const cause = choice(this.causes.map(one => [one.id, nameOf(one)]), this.causes[0]?.id);
    const note = h("textarea.field", { rows: 3, maxlength: 2000 });
    const defect = h("input.field", { maxlength: 200 });
    openForm(t("cases.closeTitle", { number: each.number }), [labelled(t("cases.cause"), cause), labelled(t("cases.note"), note),
      labelled(t("cases.defect"), defect, t("cases.defectHint"))], t("cases.close"), async () => {
      await post(`/survey-cases/${each.id}/closure`, { cause: cause.value, ...(note.value.trim() ? { note: note.value.trim() } : {}),
        ...(defect.value.trim() ? { defect: defect.value.trim() } : {}) });
      this.load(true);
    });
  }
}
customElements.define("cases-part", CasesPart);
