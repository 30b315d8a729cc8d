// Says how many cases are chosen, and chooses all on the page. Without it the boxes work too.
const boxes = [...document.querySelectorAll('input[type="checkbox"][name="case"]')];
const chosen = document.querySelector("[data-chosen]");
const all = document.querySelector("[data-all]");

function tell() {
  const count = boxes.filter((box) => box.checked).length;
  chosen.textContent = chosen.dataset.chosen.replace("{count}", count);
}

if (chosen && all) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
}
