// A finding's link leads to its line in the text itself. Without this script it leads to the same
// line in the numbered copy below.
const text = document.getElementById("text");

function goTo(number) {
  const lines = text.value.split("\n");
  const before = lines.slice(0, number - 1);
  const start = before.join("\n").length + (before.length > 0 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  text.scrollTop = (number - 4) * (text.scrollHeight / lines.length);
}

if (text) {
  for (const link of document.querySelectorAll("a[data-line]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(Number(link.dataset.line));
    });
  }
}
