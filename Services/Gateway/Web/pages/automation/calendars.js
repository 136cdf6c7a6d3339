import { MoatElement, h, fill } from "../../app/dom.js";
import { t, dateFormat } from "../../app/i18n.js";
import { icon } from "../../app/icons.js";
import { get, list, post, put, remove } from "../../app/api.js";
import { navigate } from "../../app/router.js";
import { exact } from "../../app/time.js";
import { mayAdmin } from "../../app/state.js";
import { confirm, labelled, openForm, ticked } from "../../components/dialog.js";
import { attempt, toast } from "../../components/toast.js";
import { head, loadInto, save, secondsField } from "./parts.js";

const clock = minutes => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const hoursText = hours => hours.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(", ");

/** `9:00-12:00, 13-18` as intervals; null when it cannot be read. */
export function readHours(text) {
  const parts = text.split(/[,\uff0c;]/).map(each => each.trim()).filter(Boolean);
  const all = parts.map(part => {
    const found = /^(\d{1,2})(?:[:\uff1a](\d{2}))?\s*[-\u2013\u2014~]\s*(\d{1,2})(?:[:\uff1a](\d{2}))?$/.exec(part);
    if (!found) return null;
    const from = Number(found[1]) * 60 + Number(found[2] ?? 0);
    let to = Number(found[3]) * 60 + Number(found[4] ?? 0);
    // Until the next morning.
    if (to <= from) to += 1440;
    return from < 1440 && to <= 2880 ? { from, to } : null;
  });
  return all.includes(null) ? null : all;
}

const weekday = index => dateFormat({ weekday: "long" }).format(new Date(2024, 0, 1 + index));

/** The hours that promises count in: a week, days of their own, an iCalendar file. */
class CalendarsPart extends MoatElement {
  mount() {
    this.list = h("ul.part-list");
    this.editor = h("div.part-editor");
    fill(this, head("calendars", mayAdmin() ? h("a.button.primary", { href: "/automation/calendars/new" }, icon("plus"),
      t("calendar.new")) : null), h("div.part-columns", {}, this.list, this.editor));
    this.load();
  }

  load() {
    return loadInto(this.list, () => list("/calendars", {}, { size: 100 }), ({ items }) => {
      this.calendars = items;
      this.arrive(this.place);
    }, Boolean(this.calendars));
  }

  arrive(place) {
    this.place = place;
    this.classList.toggle("has-part", Boolean(place.params.part));
    if (!this.calendars) return;
    const { part } = place.params;
    fill(this.list, this.calendars.map(each => h("li.part-item", { class: each.id === part ? "selected" : "" },
      h("a.part-name", { href: `/automation/calendars/${each.id}`, "aria-current": each.id === part ? "true" : null },
        h("span", {}, each.name), h("span.quiet", {}, each.zone, " · ", t("calendar.days", { n: each.days.length }))))));
    const calendar = part === "new" ? { name: "", zone: Intl.DateTimeFormat().resolvedOptions().timeZone, days: [],
      week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: 540, to: 1080 }] : [])) }
      : this.calendars.find(each => each.id === part);
    if (calendar) this.edit(structuredClone(calendar));
    else fill(this.editor, h("p.quiet.part-hint", {}, t("calendar.choose")));
  }

  edit(calendar) {
    const fixed = !mayAdmin();
    const name = h("input.field", { required: true, maxlength: 100, value: calendar.name });
    const zone = h("input.field", { required: true, value: calendar.zone, list: "zones" });
    const zones = h("datalist", { id: "zones" }, Intl.supportedValuesOf("timeZone").map(each => h("option", { value: each })));
    const week = calendar.week.map((hours, day) => h("input.field", { value: hoursText(hours), placeholder: t("calendar.closed"),
      "aria-label": weekday(day) }));
    let days = calendar.days;
    const table = h("div.table-scroll");
    const dayRow = (each, index) => h("tr", {}, h("td.tabular", {}, each.to ? `${each.date} – ${each.to}` : each.date,
      each.yearly ? [" ", h("span.chip", {}, t("calendar.yearly"))] : null), h("td", {}, each.name),
    h("td.tabular", {}, each.hours.length ? hoursText(each.hours) : t("calendar.closed")), h("td", {}, fixed ? null
      : h("button.icon-button.small", { type: "button", "aria-label": t("calendar.removeDay", { name: each.name || each.date }),
        title: t("action.remove"), onclick: () => { days = days.filter((_, at) => at !== index); draw(); } }, icon("close"))));
    const draw = () => fill(table, days.length ? h("table.table", {}, h("thead", {}, h("tr", {}, ["calendar.date", "calendar.dayName",
      "calendar.hours", "trash.actions"].map(each => h("th", { scope: "col" }, t(each))))),
    h("tbody", {}, days.map((each, index) => [each, index]).sort(([a], [b]) => b.date.localeCompare(a.date)).map(([each, index]) =>
      dayRow(each, index)))) : h("p.quiet", {}, t("calendar.noDays")));
    const submit = async event => {
      event.preventDefault();
      const read = week.map(field => readHours(field.value));
      const wrong = read.indexOf(null);
      if (wrong >= 0) {
        toast(t("calendar.unreadable", { day: weekday(wrong) }), { kind: "warn" });
        return week[wrong].focus();
      }
      const body = { name: name.value.trim(), zone: zone.value.trim(), week: read, days };
      const saved = await save(() => (calendar.id ? put(`/calendars/${calendar.id}`, body, { match: calendar.version })
        : post("/calendars", body)));
      if (!saved) return undefined;
      navigate(`/automation/calendars/${saved.id}`, { replace: !calendar.id });
      return this.load();
    };
    fill(this.editor, h("form.form.part-form", { inert: fixed, onsubmit: submit },
      fixed ? h("p.form-note", {}, icon("eye"), t("policy.readOnly")) : null,
      h("div.form-columns", {}, labelled(t("calendar.name"), name), labelled(t("calendar.zone"), zone)), zones,
      h("section", {}, h("h2", {}, t("calendar.week")), h("div.week", {}, week.map((field, day) => h("label.week-day", {},
        h("span", {}, weekday(day)), field))), h("p.quiet.form-hint", {}, t("calendar.weekHint"))),
      h("section", {}, h("h2", {}, t("calendar.own")), table, fixed ? null : h("div.part-actions", {},
        h("button.button.small", { type: "button", onclick: () => addDay(each => { days = [...days, each]; draw(); }) }, icon("plus"),
          t("calendar.addDay")),
        calendar.id ? h("button.button.small", { type: "button", onclick: () => this.importDays(calendar) }, icon("up"),
          t("calendar.import")) : null)),
      calendar.id ? this.tryOut(calendar) : null,
      fixed ? null : h("div.part-actions", {}, h("button.button.primary", { type: "submit" }, t("action.save")),
        calendar.id && calendar.id !== "default" ? h("button.button", { type: "button", onclick: () => this.drop(calendar) },
          icon("trash"), t("action.remove")) : null)));
    draw();
  }

  /** When so much working time from now is over. */
  tryOut(calendar) {
    const size = secondsField(7200, t("calendar.try"), () => look());
    const answer = h("span", { "aria-live": "polite" });
    const look = async () => {
      if (!size.seconds()) return;
      const found = await get("/deadlines", { from: new Date().toISOString(), seconds: size.seconds(), calendar: calendar.id })
        .catch(() => null);
      fill(answer, found ? t("calendar.then", { when: exact(found.at) }) : t("calendar.never"));
    };
    look();
    return h("section", {}, h("h2", {}, t("calendar.try")), h("p.line-row", {}, size, answer));
  }

  importDays(calendar) {
    const file = h("input.field", { type: "file", accept: ".ics,text/calendar", required: true });
    const replace = ticked(t("calendar.replace"), false);
    openForm(t("calendar.import"), [h("p.quiet", {}, t("calendar.importHint")), labelled(t("calendar.file"), file), replace],
      t("calendar.import"), async () => {
        const done = await post(`/calendars/${calendar.id}/imports`, { ics: await file.files[0].text(),
          ...(replace.box.checked ? { replace: true } : {}), version: calendar.version });
        toast(t("calendar.imported", { n: done.added.length, skipped: done.skipped.length }), { kind: "good" });
        await this.load();
      });
  }

  async drop(calendar) {
    if (!await confirm(t("calendar.removeTitle", { name: calendar.name }), t("calendar.removeText"), t("action.remove"))) return;
    await attempt(async () => {
      await remove(`/calendars/${calendar.id}`, calendar.version);
      navigate("/automation/calendars");
      await this.load();
    });
  }
}
customElements.define("calendars-part", CalendarsPart);

function addDay(done) {
  const date = h("input.field", { type: "date", required: true });
  const to = h("input.field", { type: "date" });
  const name = h("input.field", { maxlength: 100 });
  const hours = h("input.field", { placeholder: t("calendar.closed") });
  const yearly = ticked(t("calendar.everyYear"), false);
  openForm(t("calendar.addDay"), [h("div.form-columns", {}, labelled(t("calendar.first"), date), labelled(t("calendar.last"), to)),
    labelled(t("calendar.dayName"), name), labelled(t("calendar.hours"), hours, t("calendar.weekHint")), yearly], t("calendar.addDay"),
  () => {
    const read = readHours(hours.value);
    if (!read) {
      hours.focus();
      return false;
    }
    return done({ date: date.value, ...(to.value && to.value > date.value ? { to: to.value } : {}), name: name.value.trim(), hours: read,
      ...(yearly.box.checked ? { yearly: true } : {}) });
  }, { size: "small" });
}
