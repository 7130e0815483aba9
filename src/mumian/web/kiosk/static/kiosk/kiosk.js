// Comfort at a touch-screen: says how many seconds are left, and begins anew only when nobody has touched for that long.
"use strict";
(() => {
  const place = document.querySelector("[data-idle]");
  const back = document.querySelector('meta[http-equiv="refresh"]');
  if (!back) return;
  const [seconds, address] = back.content.split(";url=");
  back.remove(); // from here on the script counts
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
