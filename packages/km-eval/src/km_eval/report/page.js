
"use strict";
const root = document.documentElement, button = document.getElementById("theme");
const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
button.setAttribute("aria-pressed", dark());
button.addEventListener("click", () => {
  root.dataset.theme = dark() ? "light" : "dark";
  button.setAttribute("aria-pressed", dark());
});
const search = document.getElementById("search");
if (search) {
  const rows = [...document.querySelectorAll("#mistakes > details")], count = document.getElementById("count");
  const hops = document.getElementById("hops"), kind = document.getElementById("kind");
  const words = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = wanted.every((word) => words[i].includes(word))
        && (!hops.value || row.dataset.hops === hops.value) && (!kind.value || row.dataset.kind === kind.value);
      row.hidden = !fits;
      shown += fits;
    });
    count.textContent = shown + " of " + rows.length;
  };
  for (const field of [search, hops, kind]) field.addEventListener("input", filter);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !["INPUT", "SELECT"].includes(document.activeElement.tagName)) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && document.activeElement === search) {
      search.value = "";
      filter();
    }
  });
  filter();
}
