// Search, filter and the mark of the topic being read: a help for those who have script; without it the page is complete.
// It keeps nothing and asks for nothing. Its hash stands in the page's policy.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const words = $("_words"), found = $("_found");
  const picks = ["topic", "level", "kind"].map((name) => [name, $("_" + name)]).filter(([, select]) => select);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'")
    .replace(/[‐‑–]/g, "-").toLowerCase();
  let entries;

  const textOf = (node) => {
    const copy = node.cloneNode(true);
    for (const part of copy.querySelectorAll("annotation, .links, .show, .anchor")) part.remove();
{% if readings %}
    const read = copy.textContent;
    for (const part of copy.querySelectorAll("rt, rp")) part.remove();
    return fold(read + " " + copy.textContent);
{% else %}
    return fold(copy.textContent);
{% endif %}
  };
  // The first page of several has lines without answers: their prompts are searched.
  const read = () => [...document.querySelectorAll(".prompts a")].map((link) => {
    const line = link.closest("li"), answer = $(link.hash.slice(1)), node = answer || line;
    return { line, node, topic: node.closest("section").id, text: textOf(node), ...node.dataset };
  });

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
      topic.hidden = !topic.querySelector(".prompts li:not([hidden])");
    const filtered = wanted.length + active.length > 0;
    for (const part of document.querySelectorAll(".back")) part.hidden = filtered;
    found.textContent = filtered ? `{{ _n("{found} of {n} question", "{found} of {n} questions", total,
      found="{found}", n="{n}") | in_script(found="count", n="entries.length") }}` : "";
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
  // The topic at the top of the window is marked in the list beside the text.
  const watchTopics = () => {
    const seen = new IntersectionObserver((rows) => {
      for (const { target, isIntersecting } of rows)
        if (isIntersecting)
          for (const link of document.querySelectorAll(".contents ol a[href^='#']"))
            link.ariaCurrent = link.hash === "#" + target.id ? "true" : null;
    }, { rootMargin: "0px 0px -85%" });
    for (const topic of document.querySelectorAll(".topic")) seen.observe(topic);
  };
  addEventListener("DOMContentLoaded", () => {
    if ($("_topic"))
      fill($("_topic"), [...document.querySelectorAll(".topic")].map((s) => [s.id, s.querySelector("h2").textContent]));
    const kinds = new Set([...document.querySelectorAll("[data-kind]")].map((node) => node.dataset.kind));
    watchTopics();
    {% if kinds | length > 1 %}
    fill($("_kind"), {{ kind_rows | safe }});
    {% endif %}
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
