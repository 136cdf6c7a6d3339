import { h, fill } from "../app/dom.js";
import { t, use, texts, firstLanguage } from "../app/i18n.js";
import { get } from "../app/api.js";
import { errorState } from "../components/states.js";

// The API, read from its own document: every operation with what it takes, what it answers, what can go wrong.

const app = document.getElementById("app");
const search = h("input.field", { type: "search" });

/** A schema as an outline in the shape of the JSON it describes. */
function outline(schema, depth = 0) {
  if (!schema || depth > 6) return "…";
  if (schema.enum) return schema.enum.map(each => JSON.stringify(each)).join(" | ");
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type;
  if (type === "array") return `[${outline(schema.items, depth + 1)}]`;
  if (!schema.properties && typeof schema.additionalProperties === "object") {
    return `{ …: ${outline(schema.additionalProperties, depth + 1)} }`;
  }
  if (!schema.properties) return schema.format ? `${type} (${schema.format})` : type ?? "any";
  const gap = "  ".repeat(depth + 1);
  const lines = Object.entries(schema.properties).sort(([a], [b]) => a.localeCompare(b)).map(([name, each]) =>
    `${gap}${name}${schema.required?.includes(name) ? "" : "?"}: ${outline(each, depth + 1)}`);
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}

/** A path with the names in it told apart by how they look. */
const shownPath = path => path.split(/[{}]/).map((part, index) => (index % 2 ? h("var", {}, part) : part));

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

/** The example of an operation as a line for a shell; the key is the reader's own. */
function curl(method, path, each) {
  const given = place => (each.parameters ?? []).filter(part => part.in === place && part.example !== undefined);
  const filled = given("path").reduce((words, part) => words.replace(`{${part.name}}`, encodeURIComponent(part.example)), path);
  const query = String(new URLSearchParams(given("query").map(part => [part.name, part.example])));
  const [[type, content] = []] = Object.entries(each.requestBody?.content ?? {});
  const body = content?.example;
  const words = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  return [
    `curl -X ${method.toUpperCase()} ${quoted(`${location.origin}/api/v1${filled}${query ? `?${query}` : ""}`)}`,
    each.security ? '-H "Authorization: Bearer $MOAT_KEY"' : null,
    ...given("header").map(part => `-H ${quoted(`${part.name}: ${part.example}`)}`),
    body === undefined ? null : `-H ${quoted(`Content-Type: ${type}`)}`,
    body === undefined ? null : `-d ${quoted(words)}`,
  ].filter(Boolean).join(" \\\n  ");
}

const block = (label, text) => h("div", {}, h("h4.label", {}, label), h("pre.code", { tabindex: "0" }, text));

function operation(method, path, each) {
  const body = h("div.docs-body");
  const answer = Object.entries(each.responses).find(([status]) => /^[23]/.test(status));
  return h("details", {
    id: each.operationId, dataset: { words: `${method} ${path} ${each.operationId} ${each.summary}`.toLowerCase() },
    // Drawn when it is opened: there are hundreds.
    ontoggle: event => {
      if (!event.target.open || body.childElementCount) return;
      const schemas = content => Object.entries(content ?? {}).map(([type, { schema }]) => `${type}\n${outline(schema)}`).join("\n\n");
      fill(body, h("p.quiet", {}, h("code", {}, each.operationId), each.security ? "" : ` · ${t("docs.open")}`),
        each.parameters?.length ? block(t("docs.parameters"), each.parameters.map(part =>
          `${part.name}${part.required ? "" : "?"} (${part.in}): ${outline(part.schema)}`).join("\n")) : null,
        each.requestBody ? block(t("docs.request"), schemas(each.requestBody.content)) : null,
        block(t("docs.example"), curl(method, path, each)),
        answer ? block(t("docs.answer", { status: answer[0] }), schemas(answer[1].content) || "–") : null,
        each.responses["4XX"]?.["x-codes"] ? block(t("docs.problems"), each.responses["4XX"].description) : null);
    },
  }, h("summary", {}, h("span.method", {}, method.toUpperCase()), h("code", {}, shownPath(path)), h("span.quiet", {}, each.summary)), body);
}

async function draw() {
  const document_ = await get("/openapi.json", {}, { quiet: true });
  const groups = new Map();
  for (const [path, methods] of Object.entries(document_.paths).sort(([a], [b]) => a.localeCompare(b))) {
    for (const [method, each] of Object.entries(methods)) {
      const [tag] = each.tags;
      groups.set(tag, [...groups.get(tag) ?? [], operation(method, path, each)]);
    }
  }
  const sections = [...groups].map(([tag, operations]) => h("section", {}, h("h2", {}, tag), operations));
  search.placeholder = t("docs.search");
  search.setAttribute("aria-label", t("docs.search"));
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    for (const section of sections) {
      for (const each of section.querySelectorAll("details")) each.hidden = !each.dataset.words.includes(words);
      section.hidden = ![...section.querySelectorAll("details")].some(each => !each.hidden);
    }
  });
  document.title = t("docs.title");
  fill(app, h("main.docs", {}, h("h1", {}, t("docs.title")), h("p.quiet", {}, t("docs.lead")),
    h("p", {}, h("a", { href: "/api/v1/openapi.json" }, "OpenAPI 3.1"), " · ",
      h("a", { href: "/api/v1/asyncapi.json" }, "AsyncAPI 3.0")), search, sections));
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

await texts("settings");
await use(firstLanguage());
draw().catch(problem => fill(app, errorState(problem, () => location.reload())));
