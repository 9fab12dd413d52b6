"""The HTML around the pages: Streamlit's own, told the language, the title and where its server is.

Without the last, a page opened by its address asks for the server below its own path first, and is refused.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard import boundaries, text
from dashboard.boundaries import STRIPES
from etl.errors import InputError

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


# What a page with a chart will ask for: told at once, it comes while the page is still being set up.
_PARTS = {
    "/": ("PlotlyChart", "DataFrame", "Selectbox"),
    "/compare": ("PlotlyChart", "DataFrame"),
    "/data": ("DataFrame",),
}


@cache
def page(base: str = "", path: str = "", shapes: tuple[str, ...] = ()) -> str:
    """The HTML of a page, for a server whose addresses begin with ``base``; ``shapes`` are addresses that its map will need."""
    content = _INDEX.read_text(encoding="utf-8")
    translate = _TRANSLATE.replace("WORDS", json.dumps(dict(text.FRAME_WORDS), ensure_ascii=False))
    for found, wanted in _REPLACEMENTS:
        content = content.replace(found, wanted.format(base=f"{base}/", translate=translate), 1)
    return content.replace("</head>", f"{''.join(_early(base, path, shapes))}</head>", 1)


def _early(base: str, path: str, shapes: tuple[str, ...]) -> Iterator[str]:
    for part in _PARTS.get(path, ()):
        for file in sorted((_INDEX.parent / "static" / "js").glob(f"{part}.*.js")):
            yield f'<link rel="modulepreload" crossorigin href="{base}/static/js/{file.name}">'
    for address in shapes:
        rel = "prefetch" if STRIPES in address else "preload"
        yield f'<link rel="{rel}" as="fetch" crossorigin="anonymous" href="{html.escape(address)}">'


async def shell(request: Request) -> Response:
    """Serve the HTML of a page."""
    base = str(request.scope.get("root_path", ""))
    path = request.url.path.removeprefix(base) or "/"
    shapes = _shapes(base) if path == "/" else ()
    return HTMLResponse(page(base, path, shapes), headers={"Cache-Control": "no-cache"})


def _shapes(base: str) -> tuple[str, ...]:
    try:
        version = boundaries.load().version
    except InputError:
        return ()  # the page says so itself
    # The stripes last and when the line is idle: the first map of a doubtful value finds them there.
    return tuple(boundaries.address(level, version, base) for level in ("county", "city", f"county{STRIPES}"))
