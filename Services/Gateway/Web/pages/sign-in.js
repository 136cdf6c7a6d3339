import { effect } from "../app/signal.js";
import { h, fill } from "../app/dom.js";
import { t, use, firstLanguage, language } from "../app/i18n.js";
import { get, post } from "../app/api.js";
import { icon } from "../app/icons.js";
import { brand, languageFoot } from "./door.js";

// Signing in: with mail address and password (and the code of a second factor), by the company's provider, or by itself
// with a link's token. Also where a new password is asked for and chosen.

const query = new URLSearchParams(location.search);
const app = document.getElementById("app");
const OUTSIDE = { "auth.oidc_group": "signIn.outsideGroup" };
/** `enter`, `code`, `forgot`, `sent`, `choose` or `chosen`: what the form is for. */
let step = query.has("choose") ? "choose" : "enter";
let error = query.has("problem") ? OUTSIDE[query.get("problem")] ?? "signIn.outside" : null;
let busy = false, hasProvider = false;
const email = h("input.field", { type: "email", id: "email", name: "email", autocomplete: "username", required: true });
const password = h("input.field", { type: "password", id: "password", name: "password", autocomplete: "current-password",
  required: true });
const code = h("input.field", { type: "text", id: "code", name: "code", inputmode: "numeric", autocomplete: "one-time-code",
  required: true });
const fresh = h("input.field", { type: "password", id: "fresh", name: "fresh", autocomplete: "new-password", minlength: 10,
  required: true });

/** Only ever a place of ours. */
function next() {
  const wish = query.get("next") ?? "/";
  return /^\/(?![/\\])/.test(wish) ? wish : "/";
}

async function enter(body) {
  busy = true;
  error = null;
  draw();
  try {
    await post("/session", body, { quiet: true });
    location.replace(next());
  } catch (problem) {
    busy = false;
    if (problem.code === "auth.code") return goTo("code", code);
    error = problem.code === "auth.code_wrong" ? "signIn.codeWrong"
      : body.token && problem.status < 500 && problem.status ? "signIn.badLink"
        : problem.status === 401 || problem.status === 403 || problem.status === 422 ? "signIn.wrong"
          : problem.status === 429 ? "signIn.tooMany" : "error.unreachable";
    if (step === "code" && error !== "signIn.codeWrong") step = "enter";
    draw();
    const place = body.token ? email : step === "code" ? code : password;
    if (!body.token) place.select();
    place.focus();
  }
}

/** Asks for a link, or chooses a password with one. */
async function send(path, body, then) {
  busy = true;
  error = null;
  draw();
  try {
    await post(path, body, { quiet: true });
    step = then;
  } catch (problem) {
    error = problem.code === "auth.link" ? "signIn.badLink" : problem.code === "password.length" ? "security.passwordRule"
      : problem.status === 429 ? "signIn.tooMany" : "error.unreachable";
  }
  busy = false;
  draw();
}

function goTo(name, place) {
  step = name;
  error = null;
  draw();
  place?.focus();
}

const row = (id, label, control, hint) => h("div", {}, h("label.label", { for: id }, label), control,
  hint ? h("p.quiet.form-hint", {}, hint) : null);
const link = (label, run) => h("button.link-button", { type: "button", onclick: run }, label);
const back = () => link(t("signIn.back"), () => goTo("enter", email));

/** Title, what is sent, and what the form holds, for each step. */
function form() {
  switch (step) {
    case "code": return ["signIn.title", "signIn.action", () => enter({
      email: email.value.trim(), password: password.value, code: code.value.trim() }),
    [row("code", t("signIn.code"), code, t("signIn.codeHint"))], back()];
    case "forgot": return ["signIn.forgotTitle", "signIn.send",
      () => send("/session/password-resets", { email: email.value.trim() }, "sent"),
      [row("email", t("signIn.email"), email)], back()];
    case "choose": return ["signIn.choose", "signIn.chooseAction",
      () => send("/session/passwords", { token: query.get("choose"), password: fresh.value }, "chosen"),
      [row("fresh", t("security.passwordNext"), fresh, t("security.passwordRule"))], null];
    default: return ["signIn.title", "signIn.action", () => enter({ email: email.value.trim(), password: password.value }),
      [row("email", t("signIn.email"), email), row("password", t("signIn.password"), password)],
      [link(t("signIn.forgot"), () => goTo("forgot", email)), hasProvider ? h("a.button",
        { href: `/api/v1/session/oidc?next=${encodeURIComponent(next())}` }, t("signIn.provider")) : null]];
  }
}

function draw() {
  document.title = t("signIn.title");
  const token = busy && query.has("token");
  app.className = "door-host";
  const [title, action, submit, rows, more] = form();
  const done = step === "sent" || step === "chosen";
  fill(app, h("div.door", {}, h("main.door-card", {}, brand(), h("h1", {}, t(title)),
    token ? h("p.quiet", { role: "status" }, t("signIn.byLink"))
      : done ? h("div.door-form", {}, h("p", { role: "status" }, t(step === "sent" ? "signIn.sent" : "signIn.chosen")), back())
        : h("form.door-form", {
          onsubmit: event => {
            event.preventDefault();
            submit();
          },
        },
        error ? h("p.door-error", { role: "alert", id: "error" }, icon("alert"), t(error)) : null, rows,
        h("button.button.primary", { type: "submit", disabled: busy }, t(busy && step === "enter" ? "signIn.busy" : action)),
        more)),
  languageFoot()));
}

await use(firstLanguage());
effect(() => { if (language.value) draw(); });
get("/session/ways", {}, { quiet: true }).then(ways => {
  hasProvider = ways.oidc;
  if (hasProvider && step === "enter" && !busy) draw();
}, () => {});
if (query.has("token")) enter({ token: query.get("token") });
else (step === "choose" ? fresh : email).focus();
