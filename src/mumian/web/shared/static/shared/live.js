// Keeps `<section id="…" data-live="cases">` up to date: hears over server-sent events that something of the topic has changed,
// fetches the page's own address and swaps the section, keeping focus, ticks, open details and what somebody has typed.
"use strict";
(() => {
  const BETWEEN = 1000; // a list is fetched at most once a second
  const PULSE = 40000; // the server says something at least every 15 seconds
  const GRACE = 3000; // a shorter gap is not worth a word
  const FALLBACK = 30000; // without live updates the list is fetched this often
  const ANNOUNCED = 10000; // a reader of the screen is told at most this often
  const words = document.currentScript.dataset;
  const sections = () => [...document.querySelectorAll("section[data-live][id]")];
  const topics = [...new Set(sections().flatMap((section) => section.dataset.live.split(/[\s,]+/).filter(Boolean)))];
  if (!topics.length || !window.EventSource) return;

  let source = null;
  let readAt = performance.timeOrigin; // when the lists on the page were asked for
  let askedAt = readAt;
  let heardAt = 0; // when something was said to have changed
  let lostAt = null;
  let fails = 0;
  let announcedAt = 0;
  let fetching = false;
  let wanted = false;
  let held = false;
  let leaving = false;
  let signedOut = false;
  const timers = {};
  const later = (name, act, after) => { clearTimeout(timers[name]); timers[name] = setTimeout(act, after); };
  const never = (name) => clearTimeout(timers[name]);

  const note = document.createElement("p");
  note.className = "live-note";
  note.setAttribute("role", "status");
  note.hidden = true;
  const voice = document.createElement("p");
  voice.className = "unseen";
  voice.setAttribute("aria-live", "polite");
  document.querySelector("main").prepend(note, voice);

  // Listening

  function open() {
    if (source || document.hidden || signedOut) return;
    const age = Math.max(0, Date.now() - readAt) / 1000;
    source = new EventSource(`${words.address}?topics=${topics.join(",")}&age=${age.toFixed(3)}`, { withCredentials: true });
    source.addEventListener("hello", alive);
    source.addEventListener("beat", alive);
    source.addEventListener("changed", () => { alive(); heardAt = Date.now(); refreshSoon(); });
    source.addEventListener("away", () => { pulse(); lost(); });
    source.onerror = () => { close(); lost(); again(); };
    pulse();
  }

  function close() {
    if (source) source.close();
    source = null;
    never("pulse");
  }

  const pulse = () => later("pulse", () => { close(); lost(); again(); }, PULSE);

  function again() {
    fails += 1;
    later("again", open, Math.min(10000, 250 * 2 ** Math.min(fails, 6)) * (0.5 + Math.random()));
  }

  function alive() {
    pulse();
    fails = 0;
    lostAt = null;
    never("stale");
    never("fallback");
    note.hidden = true;
  }

  function lost() {
    if (lostAt || document.hidden) return;
    lostAt = new Date();
    later("stale", sayStale, GRACE);
  }

  function sayStale() {
    if (!lostAt) return;
    const time = lostAt.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
    say(words.stale.replace("TIME", time));
    fallback();
  }

  function say(sentence) {
    note.textContent = sentence;
    note.hidden = false;
  }

  const fallback = () => { refreshSoon(); later("fallback", fallback, FALLBACK * (0.8 + 0.4 * Math.random())); };

  // Fetching

  function refreshSoon() {
    wanted = true;
    if (fetching || held || leaving || document.hidden) return;
    later("refresh", refresh, Math.max(0, askedAt + BETWEEN - Date.now()));
  }

  async function refresh() {
    if (fetching || held || leaving || document.hidden) return;
    fetching = true;
    wanted = false;
    const asked = askedAt = Date.now();
    try {
      const answer = await fetch(location.href, { headers: { "Mumian-Live": "refresh" }, credentials: "same-origin", cache: "no-store" });
      if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return leave();
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (leaving) return;
      readAt = asked - 1000 * (Number(answer.headers.get("Mumian-Drawn")) || 0);
      if (heardAt > readAt && heardAt < asked) wanted = true; // drawn for another page, before what this one heard of
      if (sections().filter((old) => swap(old, page.getElementById(old.id))).length) announce();
    } catch {
      wanted = true;
      lost();
      if (source) later("refresh", refresh, 2000 + 2000 * Math.random());
    } finally {
      fetching = false;
      if (wanted && !held && !leaving && !signedOut) refreshSoon();
    }
  }

  function leave() {
    signedOut = true;
    wanted = false;
    close();
    say(words.signedOut);
  }

  function announce() {
    if (Date.now() - announcedAt < ANNOUNCED) return;
    announcedAt = Date.now();
    voice.textContent = "";
    setTimeout(() => { voice.textContent = words.updated; }, 50);
  }

  // Swapping

  function swap(old, fresh) {
    if (!fresh) return false;
    const before = old.liveSource ?? clean(old.innerHTML);
    const after = clean(fresh.innerHTML);
    old.liveSource = after;
    if (before === after) return false;
    const kept = keep(old);
    old.replaceChildren(...document.importNode(fresh, true).childNodes);
    restore(old, kept);
    if (window.htmx) window.htmx.process(old);
    return true;
  }

  // A form's key against doing a thing twice, and its guard against strangers, are new with every page and mean no change.
  const clean = (html) => html.replace(/<input[^>]*name="(?:key|csrfmiddlewaretoken)"[^>]*>/g, "");

  const fields = (section) => [...section.querySelectorAll("input:not([type=hidden]), textarea, select")];
  const focusable = (section) => [...section.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  const details = (section) => [...section.querySelectorAll("details")];
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";

  // Elements by what they are, not by where they stand: a row that comes or goes above must not hand one row's focus to another.
  function named(elements) {
    const seen = {};
    return new Map(elements.map((one) => {
      const row = one.parentElement.closest("tr, li, article, [data-row]");
      const words = one.matches("button, summary") ? one : one.matches("details") ? one.querySelector("summary") : null;
      const name = [
        row ? row.id || row.querySelector("a[href]")?.getAttribute("href") || "" : "",
        one.id, one.tagName, one.name || "", one.getAttribute("href") || "", isTick(one) ? one.value : "", words ? words.textContent.trim() : "",
      ].join("|");
      seen[name] = (seen[name] || 0) + 1;
      return [`${name}|${seen[name]}`, one];
    }));
  }

  function changedIn(field) {
    if (isTick(field)) return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  }

  function keep(section) {
    const kept = { values: new Map(), open: new Map(), focus: null, at: -1, cursor: null, scroll: section.scrollTop };
    for (const [name, field] of named(fields(section))) if (changedIn(field)) kept.values.set(name, isTick(field) ? field.checked : field.value);
    for (const [name, one] of named(details(section))) kept.open.set(name, one.open);
    const active = document.activeElement;
    if (!active || !section.contains(active)) return kept;
    const able = [...named(focusable(section))];
    kept.at = able.findIndex(([, one]) => one === active);
    kept.focus = able[kept.at]?.[0] ?? "";
    kept.wasLink = active.matches("a[href]");
    if (typeof active.selectionStart === "number") kept.cursor = [active.selectionStart, active.selectionEnd];
    return kept;
  }

  function restore(section, kept) {
    for (const [name, field] of named(fields(section))) {
      if (!kept.values.has(name)) continue;
      if (isTick(field)) field.checked = kept.values.get(name);
      else field.value = kept.values.get(name);
    }
    for (const [name, one] of named(details(section))) if (kept.open.has(name)) one.open = kept.open.get(name);
    section.scrollTop = kept.scroll;
    if (kept.focus === null) return;
    const able = named(focusable(section));
    const same = able.get(kept.focus);
    // What had the focus may be gone. A link in its place is harmless; a button in its place would do to one case what was meant for another.
    const links = [...able.values()].filter((one) => one.matches("a[href]"));
    const next = same ?? (kept.wasLink ? links[Math.min(kept.at, links.length - 1)] : null) ?? section;
    if (next === section) section.tabIndex = -1;
    next.focus({ preventScroll: true });
    if (same && kept.cursor && typeof same.selectionStart === "number") same.setSelectionRange(...kept.cursor);
  }

  // While a finger or a mouse button is down nothing moves under it.
  addEventListener("pointerdown", (event) => { held = sections().some((section) => section.contains(event.target)); }, true);
  const release = () => { held = false; if (wanted) refreshSoon(); };
  addEventListener("pointerup", () => setTimeout(release, 150), true);
  addEventListener("pointercancel", release, true);

  // A form that is on its way keeps its key: pressed twice it is still one request.
  addEventListener("submit", () => { leaving = true; later("leaving", () => { leaving = false; if (wanted) refreshSoon(); }, 10000); }, true);

  // A page that nobody sees does not listen; when it is seen again it is told what it has missed.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return open();
    close();
    for (const name of Object.keys(timers)) never(name);
    lostAt = null;
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", () => { leaving = false; open(); });
  open();
})();
