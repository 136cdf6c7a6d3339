import { MoatElement, h, fill } from "../app/dom.js";
import { t, capped } from "../app/i18n.js";
import { navigate, route } from "../app/router.js";
import { addCommands } from "../app/keyboard.js";
import { panelShown } from "../app/settings.js";
import { counts, company, views, viewsLoaded, viewName, ticket as known } from "../app/state.js";
import { openMenu } from "../components/menu.js";
import { actionCommands, openActions } from "../components/ticket-actions.js";
import "../components/view-list.js";
import "../components/ticket-list.js";
import "../components/conversation.js";
import "../components/context-panel.js";

/** Views, tickets, conversation and what is known about it. */
class InboxPage extends MoatElement {
  mount() {
    this.list = h("ticket-list");
    this.conversation = h("conversation-view");
    this.panel = h("context-panel");
    this.list.place = this.place;
    this.list.onviews = anchor => this.chooseView(anchor);
    fill(this, h("view-list"), this.list, this.conversation, this.panel);
    this.effect(() => this.classList.toggle("panel-shown", panelShown.value));
    this.effect(() => {
      const { page, params } = route.value;
      if (page !== "inbox") return;
      const count = counts.value[params.view];
      document.title = `${count ? `(${capped(count)}) ` : ""}${viewName(params.view)} · ${company.value || "Moat"}`;
    });
    // A view of the address may turn out not to be there, or to have been removed.
    this.effect(() => viewsLoaded.value && views.value && !this.isThere() && navigate("/inbox/mine", { replace: true }));
    const end = addCommands(this.commands());
    this.unmount = end;
    this.arrive(this.place);
  }

  /** Goes to another ticket or view without drawing everything again. */
  arrive(place) {
    if (viewsLoaded.peek() && !this.isThere()) return navigate("/inbox/mine", { replace: true });
    this.classList.toggle("has-ticket", Boolean(place.params.ticket));
    this.list.show(place);
    this.conversation.show(place.params.ticket);
    this.panel.show(place.params.ticket);
    this.classList.remove("panel-open");
  }

  isThere() { return views.peek().some(each => each.id === this.place.params.view); }

  chooseView(anchor) {
    openMenu(anchor, views.peek().map(({ id: value }) => ({
      value, label: viewName(value), hint: counts.peek()[value] === undefined ? null : capped(counts.peek()[value]),
    })), { selected: this.place.params.view, label: t("views.title"), onpick: view => navigate(`/inbox/${view}`) });
  }

  commands() {
    const open = () => Boolean(this.place.params.ticket && known(this.place.params.ticket));
    const act = (id, key, icon, run) => ({ id, key, icon, group: "ticket", title: `command.${id}`, when: open, run });
    return [
      { id: "next", key: "j", group: "list", title: "command.next", icon: "down", run: () => this.list.step(1) },
      { id: "previous", key: "k", group: "list", title: "command.previous", icon: "up", run: () => this.list.step(-1) },
      { id: "search", key: "/", group: "list", title: "command.search", icon: "search", run: () => this.list.field.focus() },
      act("reply", "r", "reply", () => this.conversation.write("reply")),
      act("note", "n", "note", () => this.conversation.write("note")),
      act("assign", "a", "person", () => this.conversation.choose("assignee")),
      act("take", "m", "person", () => this.conversation.take()),
      act("solve", "e", "check", () => this.conversation.solve()),
      act("status", "s", "flag", () => this.conversation.choose("status")),
      act("panel", "i", "panel", () => this.togglePanel()),
      act("actions", ".", "more", () => openActions(known(this.place.params.ticket), this.conversation.actions)),
      ...actionCommands(() => known(this.place.params.ticket), () => this.conversation.actions),
      ...this.list.commands(),
      { id: "back", key: "escape", group: "list", title: "command.back", icon: "left",
        when: () => Boolean(this.place.params.ticket),
        run: () => navigate(`/inbox/${this.place.params.view}${location.search}`) },
    ];
  }

  /** Beside the conversation on wide screens, over it on small ones. */
  togglePanel() {
    if (matchMedia("(max-width: 1179px)").matches) this.classList.toggle("panel-open");
    else panelShown.value = !panelShown.peek();
  }
}
customElements.define("inbox-page", InboxPage);
