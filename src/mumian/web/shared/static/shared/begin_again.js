// Comfort on pages that begin anew by themselves: says how many seconds are left, and goes only when nobody has touched for that long.
// Without scripts a refresh in <noscript> does it; one in the page itself could not be called off any more.
"use strict";
(() => {
  const place = document.querySelector("[data-idle]");
  const { seconds, address } = document.currentScript.dataset;
  const whole = Number(seconds);
  let left = whole;
  const reset = () => { left = whole; };
  for (const sign of ["pointerdown", "keydown", "touchstart"]) addEventListener(sign, reset, { passive: true });
  setInterval(() => {
    left -= 1;
    if (place) place.textContent = place.dataset.words.replace("SECONDS", String(Math.max(0, left)));
    if (left <= 0) location.replace(address);
  }, 1000);
})();
