// Keys of a work list: j or ↓ goes to the next row, k or ↑ to the one before, x ticks it, Enter opens it, / goes to the search.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("table[data-keys] tbody tr")];
  const typing = (element) => element instanceof HTMLElement && element.matches("input:not([type=checkbox]), textarea, select, summary");

  function go(by) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by));
    const link = all[next].querySelector("th a");
    link.focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function tick() {
    const row = document.activeElement && document.activeElement.closest("table[data-keys] tbody tr");
    const box = row && row.querySelector("input[type=checkbox]");
    if (box) box.checked = !box.checked;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const inList = event.target instanceof HTMLElement && event.target.closest("table[data-keys]");
    if (event.key === "j" || (event.key === "ArrowDown" && inList)) go(1);
    else if (event.key === "k" || (event.key === "ArrowUp" && inList)) go(-1);
    else if (event.key === "x") tick();
    else if (event.key === "/") document.getElementById("find-case")?.focus();
    else return;
    event.preventDefault();
  });
})();
