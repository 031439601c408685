/* The page: a question, the paths that answer it, and the graph around them. */
import { askStages, fetchJson } from "./api.js";
import { Drawing } from "./drawing.js";
import { WORDS } from "./words.js";

const at = (id) => document.getElementById(id);
const STAGES = ["linking", "planning", "paths", "answer"];
const PAUSE = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180;
const drawing = new Drawing(at("graph"), expand);
let language = localStorage.getItem("km-language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
let words = WORDS[language] ?? WORDS.en;
let about = null;
let asking = null;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  return Object.assign(made, attributes);
}

function say(text, isError = false) {
  at("status").textContent = text;
  at("status").classList.toggle("error", isError);
}

function speak() {
  words = WORDS[language];
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll("[data-word]")) part.textContent = words[part.dataset.word];
  at("language").textContent = words.other;
  at("stages").replaceChildren(...STAGES.map((s) => element("li", words[s === "answer" ? "answered" : s])));
  at("about").textContent = about ? words.size(about.entities, about.triples) : "";
  showTheme();
}

function showTheme(theme = document.documentElement.dataset.theme) {
  document.documentElement.dataset.theme = theme;
  at("theme").textContent = theme === "dark" ? words.light : words.dark;
}

function reach(stage) {
  at("stages").hidden = false;
  const last = STAGES.indexOf(stage);
  for (const [i, item] of [...at("stages").children].entries()) item.classList.toggle("done", i <= last);
}

/** Ask, and draw what comes; a later question ends an earlier one. */
async function ask(question, done = null) {
  asking?.abort();
  const mine = (asking = new AbortController());
  const reasoner = at("reasoner").value;
  history.replaceState(null, "", `#${new URLSearchParams({ q: question, r: reasoner })}`);
  for (const id of ["answers", "evidence"]) at(id).replaceChildren();
  for (const id of ["proof", "empty", "entity"]) at(id).hidden = true;
  at("result").setAttribute("aria-busy", "true");
  reach("");
  say(words.working);
  drawing.clear();
  try {
    for await (const stage of askStages({ question, reasoner }, { signal: mine.signal, words })) await show(stage, mine, done);
  } catch (error) {
    if (error.name !== "AbortError") say(error.message, true);
  } finally {
    if (mine === asking) at("result").removeAttribute("aria-busy");
  }
}

async function show(stage, mine, done) {
  if (stage.stage === "error") throw new Error(stage.error.message);
  reach(stage.stage);
  if (stage.stage === "linking") {
    for (const topic of stage.topics) {
      drawing.node(topic, null, words.expand);
      drawing.mark(topic, "topic");
    }
  } else if (stage.stage === "paths") await showPaths(stage.evidence, mine);
  else if (stage.stage === "answer") showAnswer(stage, done);
}

async function showPaths(evidence, { signal }) {
  for (const path of evidence) {
    const pause = evidence.length > 20 ? 0 : PAUSE;
    for (const [i, triple] of path.triples.entries()) {
      if (signal.aborted) throw new DOMException("", "AbortError");
      drawing.add(triple, "path", path.entities[i], words.expand);
      if (pause) await new Promise((resume) => setTimeout(resume, pause));
    }
    drawing.mark(path.entities.at(-1), "answer");
  }
}

function showAnswer(stage, done) {
  const rows = stage.answers.map((answer, i) => {
    const row = element("li", answer);
    if (i in stage.scores) row.append(element("span", stage.scores[i].toFixed(2)));
    return row;
  });
  at("answers").replaceChildren(...rows);
  at("evidence").replaceChildren(...stage.evidence.map(evidenceRow));
  at("proof").hidden = !stage.evidence.length;
  const result = rows.length ? words.found(rows.length) : words.silent;
  say(done ? `${done} ${result}` : result);
}

function evidenceRow(path) {
  const row = document.createElement("li");
  const button = element("button", path.sentence, { type: "button" });
  for (const event of ["mouseenter", "focus"]) button.addEventListener(event, () => drawing.highlight(path.triples));
  for (const event of ["mouseleave", "blur"]) button.addEventListener(event, () => drawing.highlight([]));
  button.addEventListener("click", () => fillTriple(path.triples.at(-1)));
  if (about.editable) button.title = words.removeFact;
  row.append(button);
  return row;
}

function fillTriple(triple) {
  if (!about.editable) return;
  at("edit").open = true;
  const form = at("triple").elements;
  [form.head.value, form.relation.value, form.tail.value] = triple;
}

async function expand(entity) {
  say(words.loading);
  try {
    const around = await fetchJson(`v1/graph/neighborhood?${new URLSearchParams({ entity, limit: 25 })}`, null, { words });
    for (const triple of around.triples) drawing.add(triple, "", entity, words.expand);
    showEntity(around);
    say(around.truncated ? words.more : "");
  } catch (error) {
    say(error.message, true);
  }
}

function showEntity({ entity, attributes }) {
  at("entity").hidden = false;
  at("entity-name").textContent = entity;
  const rows = attributes.filter(({ value }) => !value.startsWith("data:"));
  at("attributes").replaceChildren(...rows.flatMap(({ name, value }) => [element("dt", name), element("dd", value)]));
  const image = attributes.map(({ value }) => value).find(isOwnImage);
  at("entity-image").hidden = !image;
  if (image) Object.assign(at("entity-image"), { src: image, alt: entity });
}

/** Only images that need no other site: a graph must not make a reader's browser call one. */
function isOwnImage(value) {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/.test(value) || /^\/(?!\/)[^\\]*\.(png|jpe?g|gif|webp|svg)$/.test(value);
}

async function edit(event) {
  event.preventDefault();
  const form = at("triple").elements;
  const triple = [form.head.value, form.relation.value, form.tail.value];
  try {
    await fetchJson("v1/graph/triples", { [event.submitter.value]: [triple] }, { words });
    await load();
    const question = at("question").value.trim();
    if (question) await ask(question, words.changed);
    else say(words.changedOnly);
  } catch (error) {
    say(error.message, true);
  }
}

async function complete(event) {
  const list = at(event.target.getAttribute("list"));
  if (event.target.name === "relation" || !event.target.value) return;
  const query = new URLSearchParams({ prefix: event.target.value, limit: 12 });
  const found = await fetchJson(`v1/entities?${query}`, null, { words }).catch(() => ({ entities: [] }));
  list.replaceChildren(...found.entities.map((value) => element("option", "", { value })));
}

async function load() {
  about = await fetchJson("v1/graph", null, { words });
  at("about").textContent = words.size(about.entities, about.triples);
  at("edit").hidden = !about.editable;
  const chosen = at("reasoner").value;
  at("reasoner").replaceChildren(...about.reasoners.map((name) => element("option", name, { value: name })));
  if (about.reasoners.includes(chosen)) at("reasoner").value = chosen;
  at("relations").replaceChildren(...about.relations.map((value) => element("option", "", { value })));
}

/** The question in the address, which is what a shared link holds. */
function askAddress() {
  const address = new URLSearchParams(location.hash.slice(1));
  if (about.reasoners.includes(address.get("r"))) at("reasoner").value = address.get("r");
  at("question").value = address.get("q") ?? "";
  if (address.get("q")) ask(address.get("q"));
}

at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(at("question").value);
});
at("reasoner").addEventListener("change", () => at("question").value.trim() && ask(at("question").value));
at("triple").addEventListener("submit", edit);
at("triple").addEventListener("input", complete);
at("share").addEventListener("click", async () => {
  await navigator.clipboard?.writeText(location.href).then(() => say(words.copied), () => say(location.href));
});
at("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("km-language", language);
  speak();
});
at("theme").addEventListener("click", () => {
  showTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  localStorage.setItem("km-theme", document.documentElement.dataset.theme);
});
addEventListener("hashchange", askAddress);

const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
document.documentElement.dataset.theme = localStorage.getItem("km-theme") ?? dark;
speak();
load().then(askAddress, (error) => say(error.message, true));
