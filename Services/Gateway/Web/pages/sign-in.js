import { effect } from "../app/signal.js";
import { h, fill } from "../app/dom.js";
import { t, use, firstLanguage, language } from "../app/i18n.js";
import { post } from "../app/api.js";
import { icon } from "../app/icons.js";
import { brand, languageFoot } from "./door.js";

// Signing in: with mail address and password, or by itself with a link's token.

const query = new URLSearchParams(location.search);
const app = document.getElementById("app");
let error = null, busy = false;
const email = h("input.field", { type: "email", id: "email", name: "email", autocomplete: "username", required: true });
const password = h("input.field", { type: "password", id: "password", name: "password", autocomplete: "current-password",
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
    error = body.token && problem.status < 500 && problem.status ? "signIn.badLink"
      : problem.status === 401 || problem.status === 403 || problem.status === 422 ? "signIn.wrong"
        : problem.status === 429 ? "signIn.tooMany" : "error.unreachable";
    draw();
    (body.token ? email : password).focus();
    if (!body.token) password.select();
  }
}

function draw() {
  document.title = t("signIn.title");
  const token = busy && query.has("token");
  app.className = "door-host";
  fill(app, h("div.door", {}, h("main.door-card", {}, brand(), h("h1", {}, t("signIn.title")),
    token ? h("p.quiet", { role: "status" }, t("signIn.byLink")) : h("form.door-form", {
      onsubmit: event => {
        event.preventDefault();
        enter({ email: email.value.trim(), password: password.value });
      },
    },
    error ? h("p.door-error", { role: "alert", id: "error" }, icon("alert"), t(error)) : null,
    h("div", {}, h("label.label", { for: "email" }, t("signIn.email")), email),
    h("div", {}, h("label.label", { for: "password" }, t("signIn.password")), password),
    h("button.button.primary", { type: "submit", disabled: busy }, t(busy ? "signIn.busy" : "signIn.action")))),
  languageFoot()));
}

await use(firstLanguage());
effect(() => { if (language.value) draw(); });
if (query.has("token")) enter({ token: query.get("token") });
else email.focus();
