import { t } from "./i18n.js";
import { emit } from "./bus.js";
import { get, patch } from "./api.js";
import { toast } from "../components/toast.js";

// What the pages do with customers.

/** Changes a customer and offers to undo it; returns the new record, or undefined when it was refused. */
export async function change(customer, edit, { back, said } = {}) {
  try {
    const saved = await patch(`/customers/${customer.id}`, edit, edit.addTags || edit.removeTags ? null : customer.version);
    emit("customer", { customer: saved });
    if (back) toast(said ?? t("toast.saved"), { action: t("action.undo"), undo: true, run: () => change(saved, back) });
    return saved;
  } catch (problem) {
    if (problem.status === 412) {
      emit("customer", { customer: await get(`/customers/${customer.id}`) });
      toast(t("error.customerChanged"), { kind: "warn" });
    } else {
      toast(t("error.notSaved", { why: problem.message }), { kind: "bad" });
    }
    return undefined;
  }
}

export const addTag = (customer, tag) =>
  change(customer, { addTags: [tag] }, { back: { removeTags: [tag] }, said: t("toast.tagAdded", { tag }) });
export const removeTag = (customer, tag) =>
  change(customer, { removeTags: [tag] }, { back: { addTags: [tag] }, said: t("toast.tagRemoved", { tag }) });
export const setTier = (customer, tier) => change(customer, { tier }, { back: { tier: customer.tier } });

/** An identity as people read it: `oABC…@wx1` is shortened. */
export function identityText(identity) {
  if (identity.kind !== "wechat" || identity.value.length < 18) return identity.value;
  return `${identity.value.slice(0, 8)}…${identity.value.slice(-4)}`;
}

export const identityIcon = kind => ({ email: "mail", phone: "phone", wechat: "wechat", unionid: "wechat" })[kind] ?? "link";
