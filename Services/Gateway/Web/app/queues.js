import { list } from "./api.js";
import { t } from "./i18n.js";
import { duration } from "./time.js";
import { teamName } from "./state.js";

// The queues as supervisors see them (row 66).

export const STATES = ["online", "transfersOnly", "away", "reassigning", "missed", "offline"];

export const loadQueues = async () => (await list("/queues", {}, { size: null })).items;
export const queueName = queue => teamName(queue.team) ?? queue.name;
export const waitOf = (queue, now = Date.now()) => (queue.waitingSince ? (now - Date.parse(queue.waitingSince)) / 1000 : 0);

/** How a queue gives out its tickets, in one sentence. */
export function policyWords({ strategy, order, offerSeconds, silence, stickySeconds, relaxAfter, limit }) {
  return [t(`strategy.${strategy}`), t(`queue.order.${order}`),
    offerSeconds ? t("queue.says.offer", { time: duration(offerSeconds) }) : null,
    silence ? t(`queue.says.silence.${silence.action}`, { time: duration(silence.seconds) }) : null,
    stickySeconds === undefined || stickySeconds === null ? null : t("queue.says.sticky"),
    relaxAfter ? t("queue.says.relax", { time: duration(relaxAfter) }) : null,
    limit ? t("queue.says.limit", { n: limit.count, time: duration(limit.seconds) }) : null].filter(Boolean).join(t("list.comma"));
}
