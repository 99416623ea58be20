// Search and filter: a help for those who have script; without it the page is complete.
// It keeps nothing and asks for nothing. Its hash stands in the page's policy.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const words = $("_words"), found = $("_found");
  const picks = ["topic", "level", "kind"].map((name) => [name, $("_" + name)]);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'")
    .replace(/[‐‑–]/g, "-").toLowerCase();
  let entries;

  const read = () => {
    const lines = new Map();
    for (const link of document.querySelectorAll(".prompts a")) lines.set(link.hash, link.closest("li"));
    return [...document.querySelectorAll("article")].map((node) => ({
      node, line: lines.get("#" + node.id), topic: node.closest("section").id,
      level: node.dataset.level, kind: node.dataset.kind, text: fold(node.textContent),
    }));
  };

  const apply = () => {
    entries ||= read();
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    const active = picks.filter(([, select]) => select.value);
    let count = 0;
    for (const entry of entries) {
      const shown = wanted.every((word) => entry.text.includes(word))
        && active.every(([name, select]) => entry[name] === select.value);
      entry.node.hidden = entry.line.hidden = !shown;
      count += shown;
    }
    for (const topic of document.querySelectorAll(".topic"))
      topic.hidden = !topic.querySelector("article:not([hidden])");
    const filtered = wanted.length + active.length > 0;
    for (const part of document.querySelectorAll(".back")) part.hidden = filtered;
    found.textContent = filtered ? `${count} of ${entries.length} questions` : "";
    $("_clear").hidden = !filtered;
  };

  const clear = () => {
    words.value = "";
    for (const [, select] of picks) select.value = "";
    apply();
  };

  const fill = (select, rows) => {
    for (const [value, label] of rows) select.add(new Option(label, value));
  };
  addEventListener("DOMContentLoaded", () => {
    fill(picks[0][1], [...document.querySelectorAll(".topic")].map((s) => [s.id, s.querySelector("h2").textContent]));
    const kinds = new Set([...document.querySelectorAll("article")].map((node) => node.dataset.kind));
    fill(picks[2][1], [...kinds].sort().map((kind) => [kind, kind.replace("-", " ")]));
  });

  let timer;
  words.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 150); });
  for (const [, select] of picks) select.addEventListener("change", apply);
  $("_clear").addEventListener("click", () => { clear(); words.focus(); });
  // A link to a question that the filter hides shows everything again.
  addEventListener("hashchange", () => {
    const target = $(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) { clear(); target.scrollIntoView(); }
  });
  // Some browsers fill in what stood in the fields before a reload.
  addEventListener("pageshow", () => { words.value = ""; for (const [, select] of picks) select.value = ""; });
  $("_search").hidden = false;
})();
