// A decision that ends the case can be sent once every discrepancy is ticked off. The server asks
// for the same: without this script it says which are left.
const decide = document.getElementById("decide");
const submit = document.getElementById("submit");
const said = document.getElementById("ticks-left");
const ticks = [...document.querySelectorAll("input[name='tick']")];

function told() {
  const left = ticks.filter((box) => !box.checked).length;
  const chosen = decide.querySelector("input[name='action']:checked");
  submit.disabled = left > 0 && Boolean(chosen) && "ends" in chosen.dataset;
  const link = said.querySelector("a");
  const { left: many, one, done } = said.dataset;
  said.firstChild.data = left === 0 ? done : `${left === 1 ? one : many.replace("{count}", left)} `;
  link.hidden = left === 0;
}

if (decide && submit && said && ticks.length > 0) {
  for (const box of ticks) box.addEventListener("change", told);
  decide.addEventListener("change", told);
  window.addEventListener("pageshow", told);
  told();
}
