// What a test asks of the controls of a page; this first line is left out when the object is handed to the page.
({
  selector: "a[href], button, input:not([type=hidden]), select, textarea, summary",

  name(one) {
    const words = one.id || one.name || one.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `${one.tagName.toLowerCase()}|${words}`;
  },

  all() {
    // What is hidden from readers and left out by Tab is there for Enter alone: the first button of a form.
    const seen = (one) =>
      one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]") && !one.matches("[aria-hidden=true][tabindex='-1']");
    return [...document.querySelectorAll(this.selector)].filter(seen);
  },

  // Of a group of radio buttons one: Tab leads to it, arrows to the others.
  byKeyboard() {
    const leader = (one) => {
      if (one.type !== "radio") return one;
      const group = `input[name="${one.name}"]`;
      return document.querySelector(`${group}:checked`) || document.querySelector(group);
    };
    return [...new Set(this.all().map(leader))].map(this.name);
  },

  // From here on every control that the focus comes to is written down, until it comes to the first one again.
  follow() {
    const walk = { steps: [], again: false };
    let first = null;
    document.addEventListener("focusin", ({ target }) => {
      walk.again ||= target === first;
      first ??= target;
      if (walk.again) return;
      const rings = [getComputedStyle(target), getComputedStyle(target, "::after")];
      const ring = rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3);
      walk.steps.push({ name: this.name(target), ring, control: target.matches(this.selector) });
    });
    window.walked = walk;
  },

  // Links inside sentences are exempt (WCAG 2.2, success criterion 2.5.8); of a ticked box its label counts.
  lowerThan(least) {
    const box = (one) => (one.matches("[type=radio], [type=checkbox]") && one.labels[0]) || one;
    const height = (one) => box(one).getBoundingClientRect().height;
    const inSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline";
    return this.all()
      .filter((one) => !inSentence(one) && !one.matches(".skip") && height(one) < least - 0.5)
      .map((one) => `${this.name(one)} ${Math.round(height(one))}`);
  },
})
