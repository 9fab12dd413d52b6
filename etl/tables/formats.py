"""Number formats of a workbook: what a cell shows beside the digits of its value, or that it shows another number.

A format is understood as a whole or refused: one that moves the decimal point, hides digits or turns the sign would make
the imported number another than the one people see.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<padding>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<General>General|G/通用格式|@)|(?P<Exponent>[Ee][+-][0#?]+)|(?P<Digits>[0#?](?:[0#?,]*[0#?])?)"
    r"|(?P<Point>\.)|(?P<Thousands>,)|(?P<Rate>%)|(?P<bare>[^A-Za-z])"
)
_SHAPE = re.compile(r"(?P<front>[LSR]*)(?:D(?:SD)*(?P<decimals>PD?)?|(?P<only>PD)|G)E?(?P<behind>[LSR]*)")
"""Of a section, a letter a token: Literal, Space, or the first letter of its name; what else stands in brackets (conditions,
colours) is taken out. A comma that divides by a thousand, and a literal among the digits, fit nowhere."""
_CURRENCY = re.compile(r"\$([^-]*)")
_COLOUR = re.compile(r"(?i)red|green|blue|magenta|color|[红绿蓝]|颜色")
_CONDITION = re.compile(r"(?P<sign><=?|=|>=?|<>)\s*(?P<zero>0?)")
_SECTIONS = 3
"""That show numbers; the fourth shows text."""
_PLUS = re.compile(r"[+＋↑¥￥$€£\s]*")
"""What may stand in front of a number that is not negative; 约 or △ there would say something else."""
_MINUS = re.compile(r"[-−－△▲▽▼↓负¥￥$€£\s]*")
_DASHES = re.compile(r"[-−－–—¥￥$€£\s]*")
"""What accounts show for zero."""
_BRACKETED = re.compile(r"(?P<front>[^(（]*)[(（][¥￥$€£\s]*")
_CLOSED = re.compile(r"\s*[)）](?P<behind>.*)")


class FormatError(ValueError):
    """A format that shows another number than the cell holds, or that is not understood."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What is shown beside the digits: ``%`` (of a hundred times the value), the words behind, at least so many decimals."""

    percent: bool
    behind: str
    decimals: int


@dataclass(frozen=True, slots=True)
class _Token:
    letter: str
    text: str


@functools.lru_cache(maxsize=1024)
def read_format(code: str) -> NumberFormat:
    """Return what a format shows beside the digits of a value.

    Raises:
        FormatError: if the cell shows another number, or the format is not understood.
    """
    sections = _split(code)[:_SECTIONS]
    found = [_section(tokens, place, len(sections)) for place, tokens in enumerate(sections)]
    shown = [section for section in found if section is not None]
    if len({(section.percent, section.behind) for section in shown}) != 1:
        raise FormatError(code)
    return shown[0]


def _split(code: str) -> list[list[_Token]]:
    """Return the sections of a format (positive, negative, zero, text; or by conditions)."""
    sections: list[list[_Token]] = [[]]
    position = 0
    while position < len(code):
        match = _TOKEN.match(code, position)
        if match is None:
            raise FormatError(code)
        position = match.end()
        if match["bare"] == ";":
            sections.append([])
        else:
            sections[-1].append(_token(str(match.lastgroup), match[str(match.lastgroup)]))
    return sections


def _token(kind: str, text: str) -> _Token:
    if kind[0].isupper():
        return _Token(kind[0], text)
    if kind == "bracket":
        currency = _CURRENCY.match(text)
        if currency is None:
            return _Token("C", text)
        text = currency[1]
    if kind == "padding":
        text = " "
    return _Token("L" if text.strip() else "S", text)


def _section(tokens: list[_Token], place: int, count: int) -> NumberFormat | None:
    """Return what one section shows, ``None`` if it only shows zero, as nothing or a dash."""
    notes = [token.text for token in tokens if token.letter == "C"]
    conditions = [match for note in notes if (match := _CONDITION.match(note))]
    coloured = any(map(_COLOUR.search, notes))
    tokens = [token for token in tokens if token.letter != "C"]
    of_zero = (
        any(match["sign"] == "=" and match["zero"] for match in conditions) if conditions else place == _SECTIONS - 1
    )
    of_negative = any("<" in match["sign"] and match["zero"] for match in conditions) if conditions else place == 1
    shape = _SHAPE.fullmatch("".join(token.letter for token in tokens))
    if shape is None:
        if of_zero and _DASHES.fullmatch("".join(token.text for token in tokens)):
            return None
        raise FormatError("".join(token.text for token in tokens))
    front, behind = (_text(tokens[slice(*shape.span(side))]) for side in ("front", "behind"))
    bracketed, closed = _BRACKETED.fullmatch(front), _CLOSED.fullmatch(behind)
    if of_negative and bracketed and closed:
        front, behind = bracketed["front"], closed["behind"]
    allowed = _DASHES if of_zero else _MINUS if of_negative else _PLUS
    rates = sum(token.letter == "R" for token in tokens)
    signed = bracketed or front.strip() or coloured or not of_negative
    if not allowed.fullmatch(front.replace("%", "", rates)) or rates > 1 or not signed:
        raise FormatError(front)
    behind = behind.strip() if not rates or "R" in shape["behind"] else f"%{behind.strip()}"
    return NumberFormat(rates == 1, behind, _decimals(tokens, shape))


def _text(tokens: list[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _decimals(tokens: list[_Token], shape: re.Match[str]) -> int:
    """Return how many zeros the section shows behind the point: ``0.0#`` shows one at least."""
    if "E" in shape[0] or "P" not in shape[0]:
        return 0
    behind = tokens[shape[0].index("P") + 1 :][:1]
    digits = behind[0].text if behind and behind[0].letter == "D" else ""
    return len(digits) - len(digits.lstrip("0"))
