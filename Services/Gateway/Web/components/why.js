import { t } from "../app/i18n.js";
import { agents } from "../app/state.js";

/** Why a ticket is where it is, in sentences. */
export function why({ routing, demand, offer }) {
  return [
    routing ? t(`routing.${routing.kind}`, routing) : null,
    offer ? t("routing.offered", { name: agents.peek().get(offer.agent)?.name ?? offer.agent }) : null,
    demand?.rule ? t("routing.byRule", { rule: demand.rule }) : null,
  ].filter(Boolean);
}
