// Follows a hall over server-sent events: screens, telephones, tablets. Sections `data-hall` are read anew from the page's own address;
// a call is put on the screen at once, before anything is fetched. What is old says so.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const BETWEEN = 3000; // between two readings of the page
  const PULSE = 40000; // the server says something at least every 15 seconds
  const EVERY = 30000; // without any news the page is read this often
  const age = document.querySelector("[data-age]");
  const calls = document.querySelector("[data-calls]");
  let last = words.last || "";
  let source = null;
  // Devices stand in halls for years, and their clocks go wrong: what is said is the clock of the office.
  const officeAhead = words.now ? Number(words.now) - Date.now() : 0;
  let readAt = Date.now();
  let heardAt = Date.now();
  let fails = 0;
  let timer = null;

  function open() {
    if (source) source.close();
    source = new EventSource(last ? `${words.stream}?last=${encodeURIComponent(last)}` : words.stream, { withCredentials: true });
    source.addEventListener("hello", (event) => { keep(event); alive(); });
    source.addEventListener("beat", alive);
    source.addEventListener("hall", (event) => { keep(event); alive(); happened(JSON.parse(event.data)); });
    source.addEventListener("anew", () => { alive(); soon(Math.random() * 1500); });
    source.addEventListener("away", stale);
    source.onerror = () => {
      source.close();
      stale();
      fails += 1;
      setTimeout(open, Math.min(1500, 250 * 2 ** Math.min(fails, 5)) * (0.5 + Math.random()));
    };
  }

  const keep = (event) => { if (event.lastEventId) last = event.lastEventId; };
  function alive() { heardAt = Date.now(); fails = 0; document.body.classList.remove("stale"); say(); }
  function stale() { document.body.classList.add("stale"); say(); }

  function say() {
    if (!age) return;
    const at = new Date(Math.min(heardAt, Date.now()) + officeAhead);
    const time = at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
    age.textContent = (document.body.classList.contains("stale") ? age.dataset.stale : age.dataset.fresh).replace("TIME", time);
  }

  function happened(news) {
    if (words.window && news.window !== words.window) return;
    if (words.ticket && news.number !== words.ticket && news.kind === "called") { soon(Math.random() * 2000); return; }
    if (words.reload) { soon(0); return; }
    if (news.kind === "called" && calls) call(news);
    soon(words.window || words.ticket ? 0 : 500 + Math.random() * 1500);
  }

  // A call, at once: the newest on top. The page that is read afterwards has the last word.
  function call(news) {
    const frame = document.getElementById("call-frame");
    if (!frame) return;
    const line = frame.content.firstElementChild.cloneNode(true);
    line.querySelector("[data-number]").textContent = news.number;
    line.querySelector("[data-window]").textContent = words.windowWords.replace("NUMBER", news.window_number);
    // The way there stands on the page that is read afterwards; another floor is said at once.
    if (news.floor && words.floor && String(news.floor) !== words.floor) {
      line.querySelector("[data-floor]").textContent = words.floorWords.replace("NUMBER", news.floor);
    }
    line.dataset.call = `${news.number}/${news.window_number}`;
    const list = calls.querySelector("ol");
    if (!list) return;
    [...list.children].find((one) => one.dataset.call === line.dataset.call)?.remove();
    for (const one of list.children) one.classList.remove("newest");
    list.prepend(line);
    while (list.children.length > Number(words.most || 8)) list.lastElementChild.remove();
    flash();
    speak(news.number, news.window_number);
  }

  function flash() {
    if (words.mode === "flash" || words.mode === "voice") {
      document.body.classList.add("flash");
      setTimeout(() => document.body.classList.remove("flash"), 1800);
    }
  }

  // One call after the other, each in every language of the hall.
  const queue = [];
  let playing = false;
  function speak(number, window) {
    if (words.mode !== "voice" || !words.voice) return;
    for (const language of words.languages.split(" ")) queue.push(`${words.voice}${language}/${number}/${window}.wav`);
    if (queue.length > 12) queue.splice(0, queue.length - 12); // nobody wants to hear who was called two minutes ago
    next();
  }
  function next() {
    if (playing || !queue.length) return;
    playing = true;
    const sound = new Audio(queue.shift());
    const on = () => { playing = false; next(); };
    sound.addEventListener("ended", on);
    sound.addEventListener("error", on);
    sound.play().catch(on);
  }

  function soon(wait) {
    clearTimeout(timer);
    timer = setTimeout(read, Math.max(wait, readAt + (words.reload || words.ticket ? 300 : BETWEEN) - Date.now()));
  }

  async function read() {
    readAt = Date.now();
    try {
      const answer = await fetch(location.href, { headers: { "Mumian-Live": "refresh" }, credentials: "same-origin", cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      if (words.reload) { if (!document.querySelector("form.reasons")) location.replace(location.pathname); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of document.querySelectorAll("[data-hall][id]")) {
        const fresh = page.getElementById(old.id);
        if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...document.importNode(fresh, true).childNodes);
      }
      heardAt = Date.now();
      say();
    } catch {
      stale();
      soon(Math.random() * 1500); // and not before BETWEEN
    }
  }

  setInterval(() => {
    if (Date.now() - heardAt > PULSE) { stale(); open(); heardAt = Date.now() - PULSE + 5000; }
    if (!words.reload && Date.now() - readAt > EVERY) soon(Math.random() * 3000);
  }, 5000);
  addEventListener("visibilitychange", () => { if (!document.hidden) { open(); soon(0); } });
  open();
  say();
})();
