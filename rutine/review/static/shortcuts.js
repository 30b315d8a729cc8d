// One key, one action. Each does what its own button, link or field does, and nothing else.
const DEAD_TIME = 400; // ms after a page has come: a key meant for the page before it does nothing
const FIELDS = { n: 'a[rel="next"]', l: ".ds-breadcrumbs a" };

let ready = performance.now() + DEAD_TIME;
let left = false;

window.addEventListener("pageshow", () => {
  ready = performance.now() + DEAD_TIME;
  left = false;
});

function isEditable(element) {
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return element.matches("input:not([type='checkbox'], [type='radio'], [type='button'], [type='submit'])");
}

function isShown(element) {
  return element.getClientRects().length > 0;
}

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function step(by) {
  const all = rows();
  if (all.length === 0) return false;
  const here = all.findIndex((row) => row.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  all[next].focus();
  return true;
}

function mark() {
  const row = document.activeElement.closest("tr");
  const box = row && row.querySelector("input[type='checkbox']");
  if (box) box.click();
  return Boolean(box);
}

function unticked() {
  return document.querySelector("input[name='tick']:not(:checked)");
}

function tick() {
  const box = unticked();
  if (box) {
    box.click();
    box.focus();
  }
  return Boolean(box);
}

function help() {
  const dialog = document.getElementById("shortcuts");
  if (dialog) dialog.showModal();
  return Boolean(dialog);
}

function choose(radio) {
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const open = "ends" in radio.dataset && unticked();
  if (open) {
    open.focus();
    return;
  }
  if ("sends" in radio.dataset) {
    left = true;
    radio.form.requestSubmit();
    return;
  }
  const field = radio.dataset.asks && document.getElementById(radio.dataset.asks);
  (field || radio).focus();
}

function press(key) {
  const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
    || (FIELDS[key] && document.querySelector(FIELDS[key]));
  if (!element || !isShown(element)) return false;
  if (element.matches("input[type='radio']")) choose(element);
  else if (isEditable(element)) element.focus();
  else {
    left = true;
    element.click();
  }
  return true;
}

const MOVES = { j: () => step(1), k: () => step(-1), x: mark, v: tick, "?": help };

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (left || performance.now() < ready) return;
  if (isEditable(event.target) || document.querySelector("dialog[open]")) return;
  const move = Object.hasOwn(MOVES, event.key) ? MOVES[event.key] : () => press(event.key);
  if (event.key.length === 1 && move()) event.preventDefault();
});
