// Comfort at the counter: keys press the buttons that show them, a scanner's lines come together, lists narrow while one types, and
// the verdict follows each answer. Without this script every button and field does the same, one page at a time.
"use strict";
(() => {
  const SCANNER = 150; // a scanner types its next line sooner than this, in milliseconds; a person does not
  const PAUSE = 200; // after an answer, before the rulebook is asked

  // Keys: each control says its own in aria-keyshortcuts.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const wanted = [...document.querySelectorAll(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`)];
    const control = wanted.find((one) => one.offsetParent !== null && one.tagName !== "KBD");
    if (!control || event.key === "Enter") return;
    event.preventDefault();
    const choice = control.closest("details:not([open])") && control.form?.querySelector("select, :invalid");
    if (choice) { // what has to be chosen is shown first, and the second press does it: nobody begins a break for a reason unseen
      control.closest("details").open = true;
      choice.focus();
      return;
    }
    control.focus();
    control.click();
  });

  // What was refused is read first.
  document.querySelector("[data-look]")?.scrollIntoView({ block: "nearest" });

  // A scanner ends each line of a machine-readable zone as with Enter; the lines are put together before anything is asked.
  const scan = document.querySelector("[data-scan]");
  if (scan) {
    let timer = null;
    scan.addEventListener("keydown", (event) => {
      if (timer) { clearTimeout(timer); timer = null; }
      if (event.key !== "Enter" || !scan.value.includes("<")) return;
      event.preventDefault();
      scan.value = `${scan.value.trim()} `;
      timer = setTimeout(() => scan.form.requestSubmit(), SCANNER);
    });
  }

  // A field that narrows a list; Enter takes the first line that is left.
  for (const field of document.querySelectorAll("[data-narrow]")) {
    const list = document.getElementById(field.dataset.narrow);
    const lines = [...(list?.querySelectorAll("[data-find]") ?? [])];
    const left = () => lines.filter((line) => !line.hidden);
    const narrow = () => {
      const terms = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const line of lines) line.hidden = !terms.every((term) => line.dataset.find.includes(term));
      lines.forEach((line) => line.removeAttribute("data-first"));
      left()[0]?.setAttribute("data-first", "");
      for (const title of list?.querySelectorAll("h2") ?? []) title.hidden = ![...title.nextElementSibling.children].some((one) => !one.hidden);
    };
    field.addEventListener("input", narrow);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const first = left()[0]?.querySelector("button, input");
      if (!first) return;
      event.preventDefault();
      if (first.tagName === "BUTTON") first.click(); else { first.checked = true; first.focus(); }
    });
    narrow();
  }

  const form = document.getElementById("application");
  if (!form) return;

  // All papers at once.
  const all = form.querySelector("[data-tick-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      for (const one of document.querySelectorAll("#id_material [data-needed]")) one.checked = true;
      ask();
    });
  }

  // The verdict follows each answer: the page asks, and only what the rulebook says is put in anew.
  let timer = null;
  let asked = 0;
  form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });

  async function ask() {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (!answer.ok || mine !== asked) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("said");
      const old = document.getElementById("said");
      if (!fresh || !old || mine !== asked) return;
      const ticked = new Map([...old.querySelectorAll("input[name=material]")].map((one) => [one.value, one.checked]));
      const focus = document.activeElement?.id;
      old.replaceWith(document.importNode(fresh, true));
      for (const one of document.querySelectorAll("#id_material input")) if (ticked.has(one.value)) one.checked = ticked.get(one.value);
      if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
    } catch {
      // Without an answer the screen stays as it is; the button that checks and the acceptance itself ask again.
    }
  }
})();
