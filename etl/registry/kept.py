"""Knowledge as it was read last: reading and checking the files and compiling their patterns takes twenty times as long.

It is kept beside the files as Python keeps what it compiles, in ``__pycache__`` (or under ``PYTHONPYCACHEPREFIX``), and nowhere
if nothing can be written there. It is used only while interpreter and program are those that it was made by, by size and time
of their files as Python itself goes by, and the knowledge files byte for byte; it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import re
import sys
from array import array
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib.util import cache_from_source
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from etl.files import write_bytes
from etl.paths import ROOT

try:
    import re._compiler as compiler  # type: ignore[import-not-found]
except ImportError:  # another Python keeps its compiler elsewhere: patterns are compiled anew
    compiler = None

T = TypeVar("T")

PROGRAM = (ROOT / "etl", ROOT / "etl" / "extract", ROOT / "etl" / "registry")
"""What decides what is read from the files, and how."""
_DIGEST = 32
_WORD = "I"
"""Type code of a word of a compiled pattern: all of one are read at once, in a third of the time of as many numbers."""


def kept(folder: Path, name: str, read: Callable[[Path], T]) -> T:
    """Return what ``read`` makes of a folder of knowledge, from the last time if nothing has changed since.

    Args:
        folder: The knowledge files.
        name: Of what is read; one for each ``read``.
        read: Makes the same of the same files; its result holds data, dataclasses and patterns.
    """
    path = Path(cache_from_source(str(folder / f"{name}.py"))).with_suffix(".pickle")
    try:
        state = _state(folder)
    except OSError:
        return read(folder)  # and let it say what is wrong
    with contextlib.suppress(OSError):
        content = path.read_bytes()
        if content[:_DIGEST] == _digest(state, content[_DIGEST:]):
            found: T = pickle.loads(content[_DIGEST:])  # noqa: S301 # as trusted as Python's own files beside it
            return found
    value = read(folder)
    if _state(folder) == state:  # nobody wrote while it was read
        buffer = io.BytesIO()
        _Pickler(buffer, protocol=5).dump(value)
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True, parents=True)
            write_bytes(path, _digest(state, buffer.getvalue()) + buffer.getvalue())
    return value


def _digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _state(folder: Path) -> bytes:
    """Return a digest of everything that decides what is read."""
    digest = hashlib.sha256(f"{sys.version} {sys.byteorder}".encode())
    for place in PROGRAM:
        with os.scandir(place) as files:
            for file in sorted((file for file in files if file.name.endswith(".py")), key=attrgetter("name")):
                found = file.stat()
                digest.update(f"\n{file.path} {found.st_size} {found.st_mtime_ns}".encode())
    for path in sorted(path for path in folder.iterdir() if path.suffix in {".csv", ".toml"}):
        content = path.read_bytes()
        digest.update(f"\n{path.name} {len(content)}\n".encode() + content)
    return digest.digest()


def _pattern(
    pattern: str, flags: int, code: bytes, groups: int, groupindex: dict[str, int], names: tuple[str | None, ...]
) -> re.Pattern[str]:
    """Return a compiled pattern."""
    found: re.Pattern[str] = compiler._sre.compile(
        pattern, flags, array(_WORD, code).tolist(), groups, groupindex, names
    )
    return found


class _Pickler(pickle.Pickler):
    """Writes patterns as compiled, and dataclasses as calls of their classes, which are read faster than the default."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, re.Pattern) and compiler is not None:
            parsed = compiler._parser.parse(value.pattern, value.flags)
            code = [int(word) for word in compiler._code(parsed, value.flags)]
            names: list[str | None] = [None] * parsed.state.groups
            for group, index in value.groupindex.items():
                names[index] = group
            return _pattern, (
                *(value.pattern, value.flags, array(_WORD, code).tobytes(), value.groups),
                *(dict(value.groupindex), tuple(names)),
            )
        if is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, field.name) for field in fields(value))
        return NotImplemented
