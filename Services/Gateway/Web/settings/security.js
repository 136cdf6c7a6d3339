import { h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { get, list, post, put, request } from "../app/api.js";
import { loadSession } from "../app/state.js";
import { confirm } from "../components/dialog.js";
import { button, field, formDialog, input, notSaved, saved, showSecret, table, when } from "./parts.js";

// One's own: password, second factor, sessions.

export async function show(host) {
  const factorBox = h("section.panel-box");
  const sessionBox = h("section.panel-box");
  const passwordBox = h("section.panel-box", {}, h("div.box-head", {}, h("h3", {}, t("security.password")),
    button(t("security.passwordChange"), changePassword)), h("p.quiet", {}, t("security.passwordHint")));
  await Promise.all([drawFactor(factorBox), drawSessions(sessionBox)]);
  fill(host, h("div.boxes", {}, passwordBox, factorBox, sessionBox));
}

function changePassword() {
  const current = input({ type: "password", autocomplete: "current-password" });
  const next = input({ type: "password", autocomplete: "new-password", minlength: 10 });
  formDialog(t("security.passwordChange"), [field("password-now", t("security.passwordNow"), current),
    field("password-next", t("security.passwordNext"), next, t("security.passwordRule"))], t("action.save"), async () => {
    await put("/session/password", { current: current.value, password: next.value });
    saved();
  }, { size: "small" });
  current.focus();
}

async function drawFactor(box) {
  const state = await get("/session/factor");
  const again = () => drawFactor(box).catch(notSaved);
  fill(box, h("div.box-head", {}, h("h3", {}, t("security.factor")),
    h("span.chip", { class: state.enabled ? "good" : "" }, t(state.enabled ? "security.on" : "security.off"))),
  h("p.quiet", {}, state.enabled ? t("security.codesLeft", { n: state.codesLeft }) : t("security.factorHint")),
  state.required && !state.enabled ? h("p.warn-text", {}, t("security.required")) : null,
  h("div.box-tools", {}, state.enabled
    ? [button(t("security.newCodes"), () => withCode(t("security.newCodes"), "codes", again)),
      button(t("security.remove"), () => withCode(t("security.remove"), "removal", again))]
    : button(t("security.setUp"), () => setUp(again), { kind: "primary" })));
}

/** Asks for a code before something is done with the second factor. */
function withCode(title, action, done) {
  const code = input({ inputmode: "numeric", autocomplete: "one-time-code" });
  formDialog(title, field("factor-code", t("security.code"), code, t("security.codeHint")), title, async () => {
    const answer = await post(`/session/factor/${action}`, { code: code.value.trim() });
    if (answer?.codes) showCodes(answer.codes);
    done();
  }, { size: "small" });
  code.focus();
}

const showCodes = codes => showSecret(t("security.codes"), t("security.codesHint"), codes.join("\n"));

async function setUp(done) {
  let offer;
  try {
    offer = await post("/session/factor");
  } catch (problem) {
    return notSaved(problem);
  }
  const code = input({ inputmode: "numeric", autocomplete: "one-time-code" });
  const picture = h("img.qr", { src: `data:image/svg+xml,${encodeURIComponent(offer.picture)}`, alt: t("security.qr") });
  formDialog(t("security.setUp"), [h("ol.steps", {}, h("li", {}, t("security.step1"), picture,
    h("p.quiet", {}, t("security.byHand"), " ", h("code", {}, offer.secret))), h("li", {}, t("security.step2"))),
  field("factor-first", t("security.code"), code)], t("security.confirm"), async () => {
    const answer = await post("/session/factor/confirmation", { code: code.value.trim() });
    showCodes(answer.codes);
    await loadSession();
    done();
  });
  code.focus();
}

async function drawSessions(box) {
  const { items } = await list("/sessions", {}, { size: null });
  const end = async id => {
    try {
      await request("DELETE", `/sessions/${id}`);
      await drawSessions(box);
    } catch (problem) {
      notSaved(problem);
    }
  };
  const endOthers = async () => {
    if (await confirm(t("security.endOthers"), t("security.endOthersText"), t("security.endOthers"))) end("others");
  };
  fill(box, h("div.box-head", {}, h("h3", {}, t("security.sessions")),
    items.length > 1 ? button(t("security.endOthers"), endOthers) : null),
  table([[t("security.browser")], [t("security.address"), "hide-small"], [t("security.seen"), "number"],
    [t("security.began"), "number hide-small"], [""]],
  items.map(each => h("tr", {}, h("td", {}, browser(each.agent),
    each.current ? h("span.chip.good", {}, t("security.this")) : null),
  h("td.hide-small", {}, each.address ?? ""), h("td.number", {}, when(each.seenAt)),
  h("td.number.hide-small", {}, when(each.createdAt)),
  h("td.number", {}, each.current ? null : button(t("security.end"), () => end(each.id), { kind: "small" }))))));
}

/** The browser and its system, out of its own many words. */
function browser(words) {
  const name = /Edg\//.test(words) ? "Edge" : /Firefox\//.test(words) ? "Firefox" : /Chrome\//.test(words) ? "Chrome"
    : /Safari\//.test(words) ? "Safari" : (words ?? "").split(/[ /]/)[0] || t("security.unknown");
  const system = ["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"].find(each => words?.includes(each));
  return h("span.cell-words", { title: words ?? "" }, system ? t("security.on.system", { name, system }) : name);
}
