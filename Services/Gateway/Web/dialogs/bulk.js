import { h, fill, debounce } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { get, post } from "../app/api.js";
import { on } from "../app/bus.js";
import { agents, me, teams, teamName } from "../app/state.js";
import { PRIORITIES } from "../app/tickets.js";
import { choice, labelled, openForm } from "../components/dialog.js";
import { attempt, toast } from "../components/toast.js";

const STATUSES = ["open", "pending", "hold", "solved"];
const words = text => text.split(/[,\uff0c]/).map(each => each.trim()).filter(Boolean);

/** One change for many tickets: said, tried on the server, done there, taken back within ten minutes. */
export function openBulk(target, count, ondone) {
  const same = ["-", t("bulk.same")];
  const soon = debounce(() => preview(), 250);
  const pick = options => choice([same, ...options], "-", soon);
  const staff = [...agents.peek().values()].filter(each => each.active !== false && !each.roles.every(role => role === "light"));
  const status = pick(STATUSES.map(each => [each, t(`status.${each}`)]));
  const priority = pick(PRIORITIES.map(each => [each, t(`priority.${each}`)]));
  const assignee = pick([["", t("row.nobody")], ...staff.sort((a, b) => (b.id === me()) - (a.id === me()) || a.name.localeCompare(b.name))
    .map(each => [each.id, each.id === me() ? t("assign.me", { name: each.name }) : each.name])]);
  const team = pick([["", t("field.none")], ...[...teams.peek().keys()].map(id => [id, teamName(id)])]);
  const add = h("input.field", { maxlength: 300, oninput: soon, placeholder: t("bulk.tagHint") });
  const remove = h("input.field", { maxlength: 300, oninput: soon, placeholder: t("bulk.tagHint") });
  const seen = h("div.bulk-preview", { "aria-live": "polite" });
  const dialog = openForm(t("bulk.title", { n: count }), [
    h("div.form-columns", {}, labelled(t("field.status"), status), labelled(t("field.priority"), priority),
      labelled(t("field.assignee"), assignee), labelled(t("field.team"), team),
      labelled(t("bulk.addTags"), add), labelled(t("bulk.removeTags"), remove)), seen],
  t("bulk.action"), start, { ready: false });
  let turn = 0;
  fill(seen, h("p.quiet", {}, t("bulk.say")));

  function edit() {
    const said = { status: status.value, priority: priority.value, assignee: assignee.value, team: team.value };
    const result = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== "-"));
    if (words(add.value).length) result.addTags = words(add.value);
    if (words(remove.value).length) result.removeTags = words(remove.value);
    return result;
  }

  async function preview() {
    const mine = ++turn, change = edit();
    dialog.ready(false);
    if (!Object.keys(change).length) return fill(seen, h("p.quiet", {}, t("bulk.say")));
    try {
      const found = await post("/bulk-runs/previews", { ...target, edit: change });
      if (mine !== turn) return undefined;
      dialog.ready(found.changed > 0 || found.tried < found.total);
      return fill(seen, h("p", {}, t("bulk.would", { changed: found.changed, unchanged: found.unchanged, total: found.total }),
        found.tried < found.total ? ` ${t("bulk.tried", { n: found.tried })}` : ""), problems(found.problems));
    } catch (problem) {
      return mine === turn && fill(seen, h("p.form-fault", { role: "alert" }, problem.message));
    }
  }

  async function start() {
    const run = await post("/bulk-runs", { ...target, edit: edit() });
    ondone?.();
    follow(run, t("bulk.running", { n: run.total }));
  }
}

const problems = list => (list.length ? h("ul.bulk-problems", {}, list.slice(0, 8).map(each => h("li", {}, icon("alert"),
  h("span", {}, each.number ? `#${each.number} ` : "", each.detail ?? each.code))),
list.length > 8 ? h("li.quiet", {}, t("bulk.more", { n: list.length - 8 })) : null) : null);

/** Says how far a run is, and offers to take it back when it is over. */
function follow(run, words) {
  let close = toast(words, { stay: true });
  const end = on("event", ({ type, data }) => type === "moat.tickets.bulk.changed" && data.id === run.id && over(data));
  // Should the event be missed, the server is asked.
  const timer = setInterval(() => get(`/bulk-runs/${run.id}`).then(over, () => {}), 3_000);
  function over(now) {
    if (now.state === "running" || now.state === "undoing") return;
    end();
    clearInterval(timer);
    close();
    const undone = now.state === "undone";
    const text = t(undone ? "bulk.undone" : "bulk.done", { n: now.changed })
      + (now.refused ? ` ${t("bulk.refused", { n: now.refused, why: now.problems[0]?.detail ?? now.problems[0]?.code ?? "" })}` : "");
    close = toast(text, undone ? {} : { action: t("action.undo"), undo: true, stay: now.refused > 0, run: () => attempt(async () =>
      follow(await post(`/bulk-runs/${run.id}/undo`), t("bulk.undoing"))) });
  }
}
