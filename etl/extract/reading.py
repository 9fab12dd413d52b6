"""From a file to its text: strict decoding, and a clear word about files that hold none."""

from __future__ import annotations

import re
from pathlib import Path

from etl.errors import InputError

ENCODINGS = ("utf-8-sig", "gb18030", "big5")
"""Tried in this order, strictly. GB 18030 accepts almost any bytes, so its result must look like Chinese."""

_CONTROL = r"[\x00-\x08\x0b\x0e-\x1f\ufffd\ue000-\uf8ff]"
_HAN = r"[\u4e00-\u9fff]"
"""Compiled where a text is in none of the usual encodings."""
LONGEST_FILE = 64 * 1024 * 1024
"""Bytes. A text of county reports is at most a few megabytes; beyond this the file is something else."""


def decode(path: Path) -> str:
    """Return the text of a file: byte-order mark removed, CRLF folded to LF, nothing else changed.

    Raises:
        InputError: the file is missing, empty, too large, binary, or in no known encoding.
    """
    if not path.is_file():
        raise InputError.single(path, 0, "no such file", "a text file")
    size = path.stat().st_size
    if size > LONGEST_FILE:
        raise InputError.single(path, 0, f"{size} bytes", f"a text of at most {LONGEST_FILE} bytes")
    data = path.read_bytes()
    if not data.strip():
        raise InputError.single(path, 0, "an empty file", "text")
    if b"\x00" in data[:4096]:
        raise InputError.single(path, 0, "binary data (zero bytes)", "plain text in UTF-8, GB 18030 or Big5")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" or _looks_chinese(text):
            return text.replace("\r\n", "\n")
    raise InputError.single(path, 0, "bytes that no known encoding explains", "plain text in UTF-8, GB 18030 or Big5")


def _looks_chinese(text: str) -> bool:
    """Tell text from noise that an accepting decoder made of other bytes."""
    solid = [character for character in text[:20000] if not character.isspace()]
    if not solid:
        return False
    han, wrong = (len(re.findall(signs, "".join(solid))) for signs in (_HAN, _CONTROL))
    return wrong * 200 < len(solid) and han * 5 > len(solid)
