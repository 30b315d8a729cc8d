"""Pictures of a page that was not as expected, with people masked before anything is taken.

Masking is by what a text looks like, not by where it stands: a picture is wanted exactly when
the page has changed and places can't be trusted. Digits become `#`; a word with a capital letter
becomes `•••` unless it is one of `PLAIN_WORDS`. So control texts such as "Vis mer" stay, and names,
numbers and amounts go. The sign-in site is never pictured.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, Page

from rutine.connectors import portal_texts as texts
from rutine.connectors.waiting import same_site

_MOST_LINES = 60

_MASK: Final = r"""
const KNOWN = new Set(KNOWN_WORDS);
const capital = (word) => /\p{Lu}/u.test(word);
const bare = (word) => word.replace(/[^\p{L}\p{N}]/gu, "");
const mask = (text) => {
  if (text.includes("@")) return "•••";
  const words = text.replace(/\p{N}/gu, "#").split(/(\s+)/);
  return words
    .map((word) => {
      if (!capital(word) || KNOWN.has(bare(word))) return word;
      return word.replace(/[\p{L}\p{M}'’-]+/gu, "•••");
    })
    .join("");
};
"""

_COVER: Final = r"""() => {
MASK
const undo = [];
const cover = (node) => {
  if (node.nodeType === Node.TEXT_NODE) {
    const masked = mask(node.data);
    if (masked === node.data) return;
    undo.push([node, node.data]);
    node.data = masked;
    return;
  }
  if (node.shadowRoot) watch(node.shadowRoot);
  for (const child of node.childNodes) cover(child);
};
const eye = new MutationObserver((changes) => {
  for (const change of changes) {
    if (change.type === "characterData") cover(change.target);
    for (const node of change.addedNodes) cover(node);
  }
});
const styles = [];
const watch = (root) => {
  const style = document.createElement("style");
  style.textContent =
    "input,textarea,select,::placeholder{color:transparent!important;text-shadow:none!important}" +
    "img,image,canvas,video,iframe,object,embed{visibility:hidden!important}" +
    "*{background-image:none!important}*::before,*::after{color:transparent!important}";
  (root.head ?? root.body ?? root).append(style);
  styles.push(style);
  cover(root.body ?? root);
  eye.observe(root, { subtree: true, childList: true, characterData: true });
};
watch(document);
window.__uncover = () => {
  eye.disconnect();
  for (const style of styles) style.remove();
  for (const [node, text] of undo.reverse()) node.data = text;
  delete window.__uncover;
};
}"""

_READ: Final = r"""(most) => {
MASK
const ROLES = {A: "link", BUTTON: "button", INPUT: "input", SELECT: "input", TEXTAREA: "input",
  H1: "heading 1", H2: "heading 2", H3: "heading 3", H4: "heading 4"};
const lines = [];
const WANTED = "a,button,input,select,textarea,h1,h2,h3,h4,[role]";
for (const each of document.querySelectorAll(WANTED)) {
  if (lines.length >= most || !each.checkVisibility()) continue;
  const role = each.getAttribute("role") ?? ROLES[each.tagName] ?? "";
  const own = each.getAttribute("aria-label") ?? each.labels?.[0]?.innerText;
  const label = own ?? each.innerText ?? "";
  const said = mask(label.replace(/\s+/g, " ").trim().slice(0, 100));
  lines.push(`${role}: ${said}`);
}
return [...new Set(lines)];
}"""


class Pictures:
    """Takes pictures of one browser page.

    Attributes:
        taken: the files, in order.
    """

    def __init__(self, page: Page, folder: Path | None, sites: tuple[str, ...]) -> None:
        self._page = page
        self._folder = folder
        self._sites = sites
        self.taken: list[Path] = []

    def take(self, step: str) -> None:
        """Keep a picture (0600) named by the step; where none can be had there is none."""
        if self._folder is None or not self._may_be_seen():
            return
        try:
            with covered(self._page):
                if not self._may_be_seen():
                    return
                data = self._page.screenshot(full_page=False, animations="disabled", type="png")
        except Error:
            return
        path = self._folder / f"portal-{len(self.taken) + 1}-{step}.png"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        self.taken.append(path)

    def _may_be_seen(self) -> bool:
        """Whether the page is one of the robot's own sites; what people sign in with is not."""
        return not self._page.is_closed() and any(
            same_site(self._page.url, site) for site in self._sites
        )


@contextmanager
def covered(page: Page) -> Iterator[None]:
    """Mask every text of the page while the block runs, also what is added meanwhile."""
    page.evaluate(_COVER.replace("MASK", _mask()))
    try:
        yield
    finally:
        page.evaluate("() => window.__uncover?.()")


def text_picture(page: Page) -> tuple[str, ...]:
    """The page's headings and controls as `role: name`, people masked.

    Raises:
        Error: the page went away.
    """
    lines: list[str] = page.evaluate(_READ.replace("MASK", _mask()), _MOST_LINES)
    return tuple(lines)


def _mask() -> str:
    return _MASK.replace("KNOWN_WORDS", str(sorted(texts.PLAIN_WORDS)))
