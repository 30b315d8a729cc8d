// Adds up what is picked as it is ticked. Without it the button that adds up does the same.
const boxes = [...document.querySelectorAll('input[type="checkbox"][name="row"]')];
const counted = document.querySelector("[data-counted]");
const again = document.querySelector("[data-again]");
const word = document.querySelector("[data-agrees]");
const picked = () => boxes.filter((box) => box.checked);
const chosen = () => picked().map((box) => box.value).join(" ");
const before = chosen();

function kroner(ore) {
  const [whole, rest] = (Math.abs(ore) / 100).toFixed(2).split(".");
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return `${ore < 0 ? "\u2212" : ""}${apart},${rest}`;
}

function sum(side) {
  return picked().filter((box) => box.dataset.side === side)
    .reduce((total, box) => total + Number(box.dataset.ore), 0);
}

function tell() {
  const paid = sum("lines");
  const claimed = sum("claims");
  const apart = paid - claimed;
  const any = picked().length > 0;
  const said = { lines: kroner(paid), claims: kroner(claimed), difference: `${apart > 0 ? "+" : ""}${kroner(apart)}` };
  for (const [name, text] of Object.entries(said)) {
    document.querySelector(`[data-sum="${name}"]`).textContent = text;
  }
  const { none, agrees, differs } = word.dataset;
  word.textContent = !any ? none : apart === 0 ? agrees : differs;
  word.closest(".difference").dataset.color = apart === 0 ? "neutral" : "warning";
  // What can be done was worked out for another selection: it must be added up anew.
  if (counted) {
    counted.hidden = chosen() !== before;
    again.hidden = !counted.hidden;
  }
}

for (const box of boxes) box.addEventListener("change", tell);
window.addEventListener("pageshow", tell);
