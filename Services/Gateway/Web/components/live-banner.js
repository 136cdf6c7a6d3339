import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { liveness } from "../app/stream.js";
import { viewing } from "../app/state.js";
import { request } from "../app/api.js";
import { named } from "../app/i18n.js";

/** Back to what one may oneself. */
async function endView() {
  await request("DELETE", "/session/view").catch(() => {});
  location.assign("/settings/roles");
}

/** Says so when the page no longer hears what happens (row 191), and when it is seen through another role's eyes. */
class LiveBanner extends MoatElement {
  mount() {
    this.setAttribute("role", "status");
    this.effect(() => {
      const lost = liveness.value === "lost";
      const role = viewing.value;
      this.classList.toggle("shown", lost || role !== null);
      this.classList.toggle("viewing", !lost && role !== null);
      fill(this, lost ? [icon("alert"), h("span", {}, t("live.lost"))] : null,
        role !== null && !lost ? [icon("eye"), h("span", {}, t("view.as", { role: named(`role.${role}`, role) })),
          h("button.button.small", { type: "button", onclick: endView }, t("view.end"))] : null);
    });
  }
}
customElements.define("live-banner", LiveBanner);
