import { h, fill } from "../app/dom.js";
import { t, named, percent } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, post } from "../app/api.js";
import { ago } from "../app/time.js";
import { agents, takeTicket, teamName } from "../app/state.js";
import { openDialog } from "../components/dialog.js";
import { errorState, skeleton } from "../components/states.js";
import { attempt } from "../components/toast.js";
import { why } from "../components/why.js";

/** Why this team and this agent: the last decision, and what it would be at this moment. */
export async function openExplain(ticket) {
  const box = h("div.explain", {}, skeleton(6));
  openDialog(t("explain.title", { number: ticket.number }), box);
  try {
    const seen = await get(`/tickets/${ticket.id}/routing`);
    fill(box, h("ul.explain-lines", {}, [seen.team ? t("explain.team", { team: teamName(seen.team) ?? seen.team }) : t("explain.noTeam"),
      ...why({ routing: seen.reason, offer: seen.offer, demand: seen.rule ? { rule: seen.rule } : null }),
      seen.place ? t("explain.place", { n: seen.place }) : null].filter(Boolean).map(line => h("li", {}, line))),
    seen.last ? decision(t("explain.last"), seen.last) : null,
    seen.now ? decision(t("explain.now"), seen.now) : null,
    guesses(seen.intent),
    ticket.assignee || ticket.status === "closed" ? null : h("div.dialog-buttons", {}, h("button.button", { type: "button",
      onclick: () => attempt(async () => {
        takeTicket(await post(`/tickets/${ticket.id}/routing`));
        box.closest("dialog").close();
      }) }, t("explain.again"))));
  } catch (problem) {
    fill(box, errorState(problem));
  }
}

function decision(name, { at, agent, strategy, verdicts, skills }) {
  return h("section", {}, h("h3", {}, name, " ", ago(at)), h("p.quiet", {}, t(`strategy.${strategy}`),
    skills.length ? `${t("list.comma")}${skills.map(each => t("explain.skill", { skill: each.skill, level: each.level }))
      .join(t("list.comma"))}` : ""),
  h("ol.verdicts", {}, [...verdicts].sort((a, b) => (a.place ?? 99) - (b.place ?? 99)).map(each => h("li.verdict", { class: each.place ? "" : "refused" },
    each.place ? h("span.verdict-place.tabular", {}, each.place) : icon("close"),
    h("span", {}, agents.peek().get(each.agent)?.name ?? each.agent),
    h("span.quiet", {}, each.agent === agent ? t("explain.got") : each.refusals.map(code => named(`refusal.${code}`, code))
      .join(t("list.comma")))))));
}

function guesses(intent) {
  const parts = ["category", "team", "priority", "tags"].filter(aspect => intent?.[aspect]?.length);
  if (!parts.length) return null;
  return h("section", {}, h("h3", {}, t("explain.intent")), h("dl.fields", {}, parts.map(aspect => h("div.field-row", {},
    h("dt", {}, t(`intent.${aspect}`)), h("dd", {}, intent[aspect].slice(0, 3).map(each =>
      `${aspect === "team" ? teamName(each.label) ?? each.label : named(`${aspect}.${each.label}`, each.label)} ${
        percent(each.confidence)}`).join(t("list.comma")),
    intent.applied?.includes(aspect) ? h("span.chip", {}, t("intent.applied")) : null)))));
}

