import { MoatElement, h, fill } from "../app/dom.js";
import { t } from "../app/i18n.js";
import { icon } from "../app/icons.js";
import { liveness } from "../app/stream.js";

/** Says so when the page no longer hears what happens (row 191). */
class LiveBanner extends MoatElement {
  mount() {
    this.setAttribute("role", "status");
    this.effect(() => {
      const lost = liveness.value === "lost";
      this.classList.toggle("shown", lost);
      fill(this, lost ? [icon("alert"), h("span", {}, t("live.lost"))] : null);
    });
  }
}
customElements.define("live-banner", LiveBanner);
