// The bench in the browser: asks for what is shown, keeps place, scroll and turned side, hears of changes.
(() => {
  "use strict";
  const $ = (id) => document.getElementById("_" + id);
  const make = (name, text = "", cls = "") => {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    if (cls) node.className = cls;
    return node;
  };
  const memory = {
    get: (key, other) => { try { return sessionStorage.getItem(key) ?? other; } catch { return other; } },
    set: (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* as well without */ } },
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let state = { topics: [], version: 0, looks: -1 }, shown = null, sheet = null, wanted = 0;
  let card = 0, turned = memory.get("turned") === "yes", night = memory.get("night", dark.matches ? "yes" : "") === "yes";
  let width = memory.get("width", "phone");

  const ask = async (address) => (await fetch(address, { cache: "no-store" })).json();
  const questions = () => state.topics.flatMap((topic) => topic.questions.map((q) => ({ ...q, topic })));
  const current = () => decodeURIComponent(location.hash.slice(1));

  // ---- the list
  const marks = (counts) => ["error", "warning", "advice"].filter((kind) => counts[kind]).map((kind) => [kind, counts[kind]]);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  function drawList() {
    const words = fold($("find").value).split(/\s+/).filter(Boolean), only = $("only").checked, chosen = current();
    const focused = document.activeElement?.closest?.(".list a")?.hash;
    const fresh = document.createDocumentFragment();
    for (const topic of state.topics) {
      const rows = topic.questions.filter((q) => {
        const text = fold(`${q.prompt} ${q.id}`);
        return words.every((word) => text.includes(word)) && (!only || marks(q.marks).length);
      });
      if (!rows.length) continue;
      fresh.append(make("h2", `${topic.number} ${topic.title}`));
      const list = make("ol");
      for (const q of rows) {
        const link = make("a"), row = make("li");
        link.href = "#" + encodeURIComponent(q.id);
        link.append(make("span", `${topic.number}.${q.position}`, "number"), make("span", q.prompt));
        const mark = make("span", "", "mark");
        for (const [kind, count] of marks(q.marks)) {
          const one = make("span", `${{ error: "✕", warning: "!", advice: "i" }[kind]}${count} `, kind);
          one.setAttribute("role", "img");
          one.setAttribute("aria-label", `${count} ${kind}${count > 1 && kind !== "advice" ? "s" : ""}`);
          mark.append(one);
        }
        if (q.draft) mark.append(make("span", "draft", "note"));
        link.append(mark);
        if (q.id === chosen) link.setAttribute("aria-current", "true");
        row.append(link);
        list.append(row);
      }
      fresh.append(list);
    }
    if (!fresh.childNodes.length) fresh.append(make("p", "No question fits.", "none"));
    $("list").replaceChildren(fresh);
    if (focused) document.querySelector(`.list a[href="${CSS.escape(focused)}"]`)?.focus();
    $("title").textContent = state.title;
    const counts = marks(state.counts || {}).map(([kind, n]) => `${n} ${kind}${n > 1 && kind !== "advice" ? "s" : ""}`);
    $("sum").textContent = state.fault || (counts.join(", ") || (state.checked ? "no problems" : "checking …"));
    $("elsewhere").replaceChildren(...(state.elsewhere || []).filter((p) => p.severity === "error").map(problem));
  }

  // ---- the question
  function problem(p) {
    const box = make("div", "", `problem ${p.severity}`), what = make("p", "", "what");
    what.append(make("b", `${p.severity} ${p.code} `), p.message);
    const where = make(p.link ? "a" : "p", p.place, "where");
    if (p.link) where.href = p.link;
    box.append(what, where);
    if (p.frame) {
      const frame = make("pre", p.frame);
      frame.tabIndex = 0;
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", "Where it stands");
      box.append(frame);
    }
    if (p.hint) box.append(make("p", p.hint));
    for (const line of p.related) box.append(make("p", line, "where"));
    const more = make("details");
    more.append(make("summary", `Why: ${p.meaning}`), make("p", p.why));
    box.append(more);
    return box;
  }
  const inside = (name) => $(name).contentDocument;
  const ready = (name, id) => new Promise((done) => {
    const look = () => (inside(name)?.getElementById(id) ? done(inside(name)) : setTimeout(look, 10));
    look();
  });
  async function put(name, id, html, keep) {
    const page = await ready(name, id), place = page.getElementById(id), root = page.scrollingElement;
    if (place.dataset.html === html) return;
    const at = keep ? root.scrollTop : 0;
    const open = keep ? [...place.querySelectorAll("details")].map((part) => part.open) : [];
    place.innerHTML = html;
    place.dataset.html = html;
    place.querySelectorAll("details").forEach((part, index) => { part.open = open[index] ?? false; });
    root.scrollTop = at;
  }
  async function drawCard(keep) {
    const cards = shown?.cards || [];
    card = Math.min(card, Math.max(cards.length - 1, 0));
    const options = cards.map((one, index) => Object.assign(make("option", one.name), { value: index }));
    $("which").replaceChildren(...options);
    $("which").value = card;
    $("which").disabled = cards.length < 2;
    $("turn").setAttribute("aria-pressed", String(turned));
    $("night").setAttribute("aria-pressed", String(night));
    $("stage").dataset.width = width;
    for (const button of document.querySelectorAll("[data-width]"))
      if (button.matches("button")) button.setAttribute("aria-pressed", String(button.dataset.width === width));
    const page = await ready("card", "qa");
    page.documentElement.className = width === "desktop" ? "" : "mobile android linux js chrome";
    page.body.className = "card card1" + (night ? " nightMode night_mode" : "");
    const one = cards[card];
    await put("card", "qa", one ? (turned ? one.back : one.front) : "", keep);
  }
  function drawProblems() {
    const rows = shown?.problems || [];
    const none = make("p", shown?.checked || state.checked ? "None." : "Checking …", "none");
    const open = new Set([...document.querySelectorAll("#_problems details[open] summary")].map((s) => s.textContent));
    $("problems").replaceChildren(...(rows.length ? rows.map(problem) : [none]));
    for (const s of document.querySelectorAll("#_problems summary")) s.parentNode.open = open.has(s.textContent);
  }
  async function drawQuestion(keep) {
    const q = questions().find((row) => row.id === shown.id);
    $("name").textContent = q ? `${q.topic.number}.${q.position} ${q.prompt}` : shown.id || "No such question";
    document.title = `${q ? q.prompt : shown.id} · bench`;
    const place = make(shown.link ? "a" : "span", shown.place || "");
    if (shown.link) place.href = shown.link;
    $("place").replaceChildren(place);
    if (shown.stale) $("place").append(make("span", " · shown as it last was", "note"));
    if (shown.failed) $("place").append(make("p", shown.failed, "failed"));
    $("question").classList.toggle("stale", shown.stale);
    drawProblems();
    await Promise.all([
      drawCard(keep),
      put("article", "place", shown.article || "", keep).then(() => {
        inside("article").getElementById("place").className = `topic t-${shown.topic}`;
      }),
    ]);
    document.documentElement.dataset.version = shown.version;
  }
  async function load(keep) {
    const id = current(), turn = ++wanted;
    if (!id) return;
    const answer = await ask("/question?id=" + encodeURIComponent(id)).catch(() => null);
    if (!answer || turn !== wanted) return;
    shown = { cards: [], problems: [], ...answer, id };
    await drawQuestion(keep);
    loadSheet(keep, turn);
  }

  // ---- the sheet
  async function loadSheet(keep, turn) {
    $("sheet").classList.add("waiting");
    $("sheet_said").textContent = "laying out …";
    const answer = await ask("/sheet?topic=" + encodeURIComponent(shown.topic || "")).catch(() => ({ failed: "no answer" }));
    if (turn !== wanted) return;
    if (answer.failed) { $("sheet_said").textContent = answer.failed; return; }
    const images = await Promise.all(answer.pages.map(async (address) => {
      const image = Object.assign(new Image(), { src: address, alt: "", width: answer.width, height: answer.height });
      await image.decode().catch(() => 0);
      return image;
    }));
    if (turn !== wanted) return;
    sheet = { ...answer, images };
    $("sheet_said").textContent = "";
    $("sheet").classList.remove("waiting");
    drawSheet(keep);
    document.documentElement.dataset.sheet = shown.version;
  }
  function drawSheet(keep) {
    const box = sheet.boxes[shown.id], at = $("sheet").scrollTop, whole = $("zoom").getAttribute("aria-pressed") === "true";
    const pages = sheet.images.map((image, number) => {
      const figure = make("figure", "", whole ? "whole" : "");
      image.alt = `Page ${number + 1} of the topic` + (box?.[0] === number ? "; the question is outlined" : "");
      figure.append(image);
      if (box?.[0] === number) {
        const mark = make("div", "", "outline");
        [["left", 1], ["top", 2], ["width", 3], ["height", 4]].forEach(([side, index]) => { mark.style[side] = `${box[index] * 100}%`; });
        figure.append(mark);
      }
      return figure;
    });
    $("sheet").replaceChildren(...pages);
    const mark = document.querySelector(".outline");
    if (keep) $("sheet").scrollTop = at;
    else if (mark) $("sheet").scrollTop = mark.parentNode.offsetTop + mark.offsetTop - 60;
    if (!box) $("sheet_said").textContent = "not on the sheet";
  }

  // ---- what a person does
  function go(step) {
    const links = [...document.querySelectorAll(".list a")];
    const at = links.findIndex((link) => link.hash.slice(1) === location.hash.slice(1));
    const link = links[Math.max(0, Math.min(links.length - 1, at + step))];
    if (link) location.hash = link.hash;
  }
  const turn = () => { turned = !turned; memory.set("turned", turned ? "yes" : ""); drawCard(false); };
  const atNight = () => { night = !night; memory.set("night", night ? "yes" : ""); drawCard(true); };
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && field) { $("find").value = ""; drawList(); field.blur(); return; }
    if (field) {
      if (event.key === "Enter" && field.id === "_find") { field.blur(); document.querySelector(".list a")?.click(); }
      return;
    }
    if (event.key === " " && event.target.closest?.("button, a, summary, input")) return;
    const does = { j: () => go(1), k: () => go(-1), " ": turn, n: atNight, "/": () => $("find").focus() }[event.key];
    if (does) { event.preventDefault(); does(); }
  }
  function click(event) {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    event.preventDefault();
    const id = decodeURIComponent(link.hash.slice(1));
    if (questions().some((q) => q.id === id)) location.hash = link.hash;
    else if (/^https?:$/.test(link.protocol) && link.origin !== location.origin) open(link.href, "_blank", "noopener");
  }
  for (const [name, id] of [["card", "qa"], ["article", "place"]]) {
    const listen = async () => {
      const page = await ready(name, id);
      page.addEventListener("keydown", key);
      page.addEventListener("click", click);
    };
    $(name).addEventListener("load", listen);
    listen();
  }
  document.addEventListener("keydown", key);
  addEventListener("hashchange", () => {
    card = 0;
    drawList();
    document.querySelector(".list [aria-current]")?.scrollIntoView({ block: "nearest" });
    load(false);
  });
  $("find").addEventListener("input", drawList);
  $("only").addEventListener("change", drawList);
  $("turn").addEventListener("click", turn);
  $("night").addEventListener("click", atNight);
  $("which").addEventListener("change", () => { card = Number($("which").value); drawCard(false); });
  $("zoom").addEventListener("click", () => {
    $("zoom").setAttribute("aria-pressed", String($("zoom").getAttribute("aria-pressed") !== "true"));
    if (sheet) drawSheet(false);
  });
  for (const button of document.querySelectorAll("button[data-width]"))
    button.addEventListener("click", () => { width = button.dataset.width; memory.set("width", width); drawCard(true); });

  // ---- what happens to the files
  async function restyle() {
    for (const [name, id, sheetName] of [["card", "qa", "card"], ["article", "place", "page"]]) {
      const page = await ready(name, id);
      page.getElementById("style").href = `/style/${sheetName}.css?${state.looks}`;
    }
  }
  async function loadState() {
    const before = state.looks;
    state = await ask("/state");
    if (before !== -1 && before !== state.looks) restyle();
    drawList();
    if (before === -1) document.querySelector(".list [aria-current]")?.scrollIntoView({ block: "center" });
    if (!current() && questions().length) location.replace("#" + encodeURIComponent(questions()[0].id));
  }
  function listen() {
    const events = new EventSource("/events");
    let lost = false;
    events.onopen = () => { if (lost) { lost = false; loadState().then(() => load(true)); } };
    events.onerror = () => { lost = true; $("sum").textContent = "the bench is not running"; };
    events.onmessage = async (event) => {
      const news = JSON.parse(event.data);
      if (news.version !== shown?.version || news.checked !== shown?.checked) await load(true);
      await loadState();
      if (shown) drawProblems();
    };
  }
  listen();
  Promise.all([loadState(), current() ? load(false) : 0]).then(() => { if (shown) drawQuestion(true); });
})();
