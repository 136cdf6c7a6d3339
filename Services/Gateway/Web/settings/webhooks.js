import { h, fill } from "../app/dom.js";
import { t, named, number } from "../app/i18n.js";
import { list, listAll, post, put, request } from "../app/api.js";
import { confirm, openDialog } from "../components/dialog.js";
import { emptyState } from "../components/states.js";
import { toast } from "../components/toast.js";
import { button, field, formDialog, input, notSaved, saved, showSecret, table, tick, when } from "./parts.js";

// Addresses that are told of events, and what was sent to them.

const VERIFIER = `from standardwebhooks import Webhook   # pip install standardwebhooks
event = Webhook("whsec_…").verify(request.body, request.headers)`;

export async function show(host, tools) {
  const hooks = await listAll("/webhooks");
  const again = () => show(host, tools).catch(notSaved);
  const make = () => edit(null, again);
  fill(tools, button(t("webhooks.add"), make, { kind: "primary", sign: "plus" }));
  const help = h("details.panel-box", {}, h("summary", {}, t("webhooks.verify")), h("p.quiet", {}, t("webhooks.verifyHint")),
    h("pre.code", { tabindex: "0" }, VERIFIER));
  if (!hooks.length) return fill(host, emptyState("send", t("webhooks.none"),
    { hint: t("webhooks.noneHint"), action: t("webhooks.add"), run: make }), help);
  fill(host, table([[t("people.name")], [t("webhooks.types"), "hide-small"], [t("webhooks.state")],
    [t("webhooks.lastSuccess"), "number hide-small"], [""]],
  hooks.map(hook => h("tr", {},
    h("td", {}, h("button.link-button", { type: "button", onclick: () => edit(hook, again) }, hook.name),
      h("span.quiet.block", {}, hook.url)),
    h("td.hide-small", {}, h("span.tag-line", {}, hook.types.slice(0, 4).map(type => h("span.chip", {}, h("code", {}, type))),
      hook.types.length > 4 ? `+${hook.types.length - 4}` : null)),
    h("td", {}, state(hook)), h("td.number.hide-small", {}, when(hook.lastSuccessAt)),
    h("td.number", {}, h("span.row-tools", {}, button(t("webhooks.log"), () => openLog(hook), { kind: "small" }),
      button(t("webhooks.test"), () => test(hook), { kind: "small" }))))))
  , help);
}

const state = hook => (hook.enabled ? h("span.chip.good", {}, t("webhooks.on"))
  : h("span.chip", { class: hook.problem ? "bad" : "" },
    hook.problem ? named(`webhooks.problem.${hook.problem}`, hook.problem) : t("webhooks.off")));

async function test(hook) {
  try {
    await post(`/webhooks/${hook.id}/test`);
    toast(t("webhooks.tested"), { kind: "good", action: t("webhooks.log"), run: () => openLog(hook) });
  } catch (problem) {
    notSaved(problem);
  }
}

function edit(hook, again) {
  const name = input({ value: hook?.name ?? "", autocomplete: "off" });
  const url = input({ type: "url", value: hook?.url ?? "", placeholder: "https://", autocomplete: "off" });
  const types = h("textarea.field", { rows: 4, spellcheck: "false" });
  types.value = (hook?.types ?? ["moat.tickets.*"]).join("\n");
  const enabled = tick(t("webhooks.enabled"), hook?.enabled ?? true);
  const renew = hook ? tick(t("webhooks.renew"), false, { hint: t("webhooks.renewHint") }) : null;
  const dialog = formDialog(hook?.name ?? t("webhooks.add"), [field("hook-name", t("people.name"), name),
    field("hook-url", t("webhooks.url"), url), field("hook-types", t("webhooks.types"), types, t("webhooks.typesHint")),
    enabled, renew, hook ? button(t("webhooks.remove"), async () => {
      if (!await confirm(t("webhooks.remove"), t("webhooks.removeText", { name: hook.name }), t("webhooks.remove"))) return;
      try {
        await request("DELETE", `/webhooks/${hook.id}`, { match: hook.version });
        dialog.close();
        again();
      } catch (problem) {
        notSaved(problem);
      }
    }) : null], t("action.save"), async () => {
    const body = {
      name: name.value.trim(), url: url.value.trim(), types: types.value.split(/\s+/).filter(Boolean),
      enabled: enabled.querySelector("input").checked,
    };
    const answer = hook
      ? await put(`/webhooks/${hook.id}`, { ...body, renewSecret: renew.querySelector("input").checked, version: hook.version })
      : await post("/webhooks", body);
    again();
    if (answer.secret) showSecret(answer.webhook.name, t("settings.secretOnce"), answer.secret);
    else saved();
  });
  name.focus();
}

/** What was sent to a webhook, newest first. */
function openLog(hook) {
  const body = h("div", {});
  let items = [];
  async function load(after) {
    const page = await list(`/webhooks/${hook.id}/deliveries`, {}, { size: 50, after });
    items = after ? [...items, ...page.items] : page.items;
    draw(page.after);
  }
  const replay = async delivery => {
    try {
      await post(`/webhooks/${hook.id}/deliveries/${delivery.id}/replay`);
      toast(t("webhooks.replayed"), { kind: "good" });
      await load();
    } catch (problem) {
      notSaved(problem);
    }
  };
  function draw(after) {
    if (!items.length) return fill(body, emptyState("send", t("webhooks.nothing")));
    fill(body, table([[t("webhooks.event")], [t("webhooks.state")], [t("webhooks.attempts"), "number hide-small"],
      [t("webhooks.last"), "number"], [""]],
    items.map(each => h("tr", {}, h("td", {}, h("code", {}, each.type), h("span.quiet.block", {}, each.subject)),
      h("td", {}, h("span.chip", { class: { delivered: "good", failed: "bad" }[each.state] ?? "" },
        t(`webhooks.state.${each.state}`)), h("span.quiet.block", {}, each.error ?? each.status ?? "")),
      h("td.number.hide-small", {}, number(each.attempts)),
      h("td.number", {}, when(each.lastAttemptAt ?? each.createdAt)),
      h("td.number", {}, button(t("webhooks.replay"), () => replay(each), { kind: "small" }))))),
    after ? h("p.table-more", {}, button(t("customers.more"), () => load(after).catch(notSaved))) : null);
  }
  openDialog(t("webhooks.logOf", { name: hook.name }), body, { size: "large" });
  load().catch(notSaved);
}
