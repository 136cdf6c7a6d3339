import { h } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { request, setToken } from "../app/api.js";
import { account } from "../app/state.js";
import { labelled, openDialog } from "../components/dialog.js";

let asking = null;

/** Asks for the password where one is, so that nothing on the page is lost; done once somebody is signed in again. */
export function signInAgain() {
  asking ??= new Promise(resolve => {
    const person = account.peek();
    const email = h("input.field", { type: "email", autocomplete: "username", required: true, value: person.email ?? "" });
    const password = h("input.field", { type: "password", autocomplete: "current-password", required: true });
    const fault = h("p.form-fault", { role: "alert", hidden: true });
    const here = encodeURIComponent(location.pathname + location.search);
    const form = h("form.form", { onsubmit: async event => {
      event.preventDefault();
      try {
        const session = await request("POST", "/session",
          { body: { email: email.value.trim(), password: password.value }, quiet: true });
        // Somebody else at this machine begins with a page of their own.
        if (session.account.id !== person.id) return location.reload();
        setToken(session.csrf);
        done = true;
        dialog.close();
      } catch (problem) {
        fault.hidden = false;
        fault.textContent = t(problem.status === 401 || problem.status === 403 ? "signIn.wrong"
          : problem.status === 429 ? "signIn.tooMany" : "error.unreachable");
        password.select();
      }
      return undefined;
    } }, h("p", {}, t("signIn.ended")), labelled(t("signIn.email"), email), labelled(t("signIn.password"), password), fault,
    h("div.dialog-buttons", {}, h("a.button", { href: `/sign-in?next=${here}` }, t("signIn.otherWay")),
      h("button.button.primary", { type: "submit" }, t("signIn.action"))));
    let done = false;
    const open = () => openDialog(t("signIn.again"), form, { size: "small", onclose: () => {
      // Escape does not end it: nothing can be done without a session.
      if (!done) return void (dialog = open());
      asking = null;
      resolve();
    } });
    let dialog = open();
    (email.value ? password : email).focus();
  });
  return asking;
}
