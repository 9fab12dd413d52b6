"""Spellings of one sign brought together, one character for one character, so that no position is lost."""

from __future__ import annotations

import re
from itertools import pairwise

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FOLDED = {
    **{chr(code): chr(narrow) for code, narrow in _WIDE.items()},
    "％": "%",
    "．": ".",
    "＋": "+",
    "／": "/",
    "－": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "～": "-",
    "~": "-",
    **dict.fromkeys("●■▪▫◆◇►▶▸◎❖✦➢➤", "•"),
    **dict.fromkeys("∶︰", ":"),
    "：": ":",
    "﹕": ":",
    "(": "（",
    ")": "）",
    "［": "〔",
    "］": "〕",
    ";": "；",
    "?": "？",
    "!": "！",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "⻓": "长",
    "⻄": "西",
    "\u3000": " ",
    "\t": " ",
    "\r": " ",
    "\u00a0": " ",
    "\f": " ",
    "\v": " ",
    "\x1c": " ",
    "\x1d": " ",
    "\x1e": " ",
    "\x85": " ",
    "\u2028": " ",
    "\u2029": " ",
}
_FOLD = re.compile(f"[{''.join(map(re.escape, _FOLDED))}]")
"""Searched and not translated: few characters of a text are folded, and `str.translate` looks up each."""
_THOUSANDS = re.compile(r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3}){1,4}(?![\d,，])")
_GROUP = re.compile(r"[,，]\d{3}")
"""What is found fast, and few texts have."""
_SQUARE = re.compile(r"\[(?!\d+\])([^\[\]\n]{1,80})\]")
"""Words in square brackets; digits alone there are the number of a note or the year of a document."""
_COMMA = re.compile(r",")
_COLON = re.compile(r"(?<![\d ]):|:(?![\d ])")
_LEADERS = ("…", "...", "···")
_LEADER = r"(?<=[\u4e00-\u9fff）”])(?:…+|\.{3,}|·{3,})(?=[^，。；…\n]{0,6}\d)"
"""What leads the eye from a name to its number: 新增停车位……5120个. Few texts need this pattern: it is compiled for those."""


def fold(text: str) -> str:
    """Bring spellings of one sign together, one character for one character: full-width digits, dashes, commas.

    A colon stays ``:`` only between digits (``1.49:1``), a comma stays ``,`` only inside digits grouped by thousands
    (``12,345``); everywhere else they become full-width.
    """
    text = _FOLD.sub(lambda match: _FOLDED[match[0]], text)
    if "," in text or "，" in text:
        grouped = [match.span() for match in _THOUSANDS.finditer(text)] if _GROUP.search(text) else []
        text = _COMMA.sub("，", text)
        if grouped:
            ends = [0, *(end for span in grouped for end in span), len(text)]
            parts = [text[start:end] for start, end in pairwise(ends)]
            parts[1::2] = [part.replace("，", ",") for part in parts[1::2]]
            text = "".join(parts)
    if "[" in text:
        text = _SQUARE.sub(lambda match: f"（{match[1]}）", text)
    if ":" in text:
        text = _COLON.sub("：", text)
    if '"' in text:
        text = _straight_quotes(text)
    if any(map(text.__contains__, _LEADERS)):
        text = re.sub(_LEADER, lambda match: "：" * len(match[0]), text)
    return text


_PICTURES = re.compile(
    "[\u25b2\u25bc\u25b3\u25bd](?!\\s?[-+\\d])|[\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\u20e3\ufe0f\u200d\U0001f000-\U0001faff]"
)
"""Triangles that are no sign of a number, pictures, and the marks that make a picture of the sign before them."""
_RISES, _FALLS = "[\u25b2\u25b3](?=\\s?\\d)", "[\u25bc\u25bd](?=\\s?\\d)"
_TICKS = r"(?m)^[√×](?=\s?[\u4e00-\u9fffA-Z])"
_KEYCAP = "(?<=\\d)\ufe0f?\u20e3 ?"
"""Patterns that few texts need: they are compiled for those."""
_NOTHING = "\ufe0f\u200d\u20e3"


def without_pictures(text: str) -> str:
    """Read the pictures of messages and slides as bullets, a digit in a box as a number of a list, sign for sign."""
    if "√" in text or "×" in text:
        text = re.sub(_TICKS, "•", text)
    if "▼" in text:  # where some fall, the others rise; a triangle alone may be a minus
        text = re.sub(_FALLS, "↓", re.sub(_RISES, "↑", text))
    if not _PICTURES.search(text):
        return text
    text = re.sub(_KEYCAP, lambda match: "、".ljust(len(match[0])), text)
    return _PICTURES.sub(lambda match: " " if match[0] in _NOTHING else "•", text)


_ENDLESS = re.compile(r"[\d,.]{20,}|[一二三四五六七八九十百千万亿零〇两]{20,}")
_STRIDE = 5
_ENDLESS_SAMPLED = re.compile(r"[\d,.]{4}|[一二三四五六七八九十百千万亿零〇两]{4}")
"""What every fifth character of such a run shows: looked for first, in a fifth of the text."""
_MASK = "\ufffc"


def without_endless(text: str) -> str:
    """Blank out runs of digits or numerals that are longer than any number that is reported: no rule needs to see them."""
    if not _ENDLESS_SAMPLED.search(text[::_STRIDE]):
        return text
    return _ENDLESS.sub(lambda match: _MASK * len(match[0]), text)


def _straight_quotes(text: str) -> str:
    """Read straight quotes as opening and closing in turn."""
    opening = True
    out = []
    for character in text:
        if character == '"':
            out.append("“" if opening else "”")
            opening = not opening
        else:
            out.append(character)
    return "".join(out)
