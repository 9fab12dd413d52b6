"""The HTML around the pages: Streamlit's own, told the language, the title and where its server is.

Without the last, a page opened by its address asks for the server below its own path first, and is refused.
"""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard import text

PAGE_PATHS = ("/", "/compare", "/county", "/data", "/quality")
_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
_REPLACEMENTS = (
    ('<html lang="en">', '<html lang="zh-CN">'),
    ("<title>Streamlit</title>", f"<title>{html.escape(text.APP_TITLE)}</title>"),
    (
        "<head>",
        "<head><script>window.__streamlit={{BACKEND_BASE_URL:location.origin+{base!r}}}</script><script>{translate}</script>",
    ),
)
# Translates short texts, labels and placeholders as they appear; what the pages say themselves is Chinese and stays.
_TRANSLATE = """
(() => {
  const words = WORDS, names = ['aria-label', 'title', 'placeholder'];
  const turn = node => {
    if (node.nodeType === 3) {
      const found = words[node.nodeValue.trim()];
      if (found) node.nodeValue = found;
    } else if (node.nodeType === 1) {
      for (const name of names) {
        const found = words[node.getAttribute(name)];
        if (found) node.setAttribute(name, found);
      }
      if (node.tagName !== 'svg' && node.tagName !== 'CANVAS') node.childNodes.forEach(turn);
    }
  };
  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(turn)))
    .observe(document.documentElement, {childList: true, subtree: true});
})();
"""


@cache
def page(base: str = "") -> str:
    """The HTML of every page, for a server whose addresses begin with ``base``."""
    content = _INDEX.read_text(encoding="utf-8")
    translate = _TRANSLATE.replace("WORDS", json.dumps(dict(text.FRAME_WORDS), ensure_ascii=False))
    for found, wanted in _REPLACEMENTS:
        content = content.replace(found, wanted.format(base=f"{base}/", translate=translate), 1)
    return content


async def shell(request: Request) -> Response:
    """Serve the HTML of a page."""
    return HTMLResponse(page(str(request.scope.get("root_path", ""))), headers={"Cache-Control": "no-cache"})
