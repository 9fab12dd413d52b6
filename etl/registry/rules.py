"""Reading rule files (TOML): named tables, and regular expressions that are checked when they are loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from etl.errors import Finding, InputError
from etl.registry.guards import Guarded, guarded

T = TypeVar("T")


@dataclass(frozen=True)
class Rules:
    """One rule file: its tables, and access that names the file where something is missing or wrong."""

    file: str
    tables: Mapping[str, Any]

    def text(self, *keys: str) -> str:
        """Return the text at ``keys``; raises `InputError` if there is none."""
        value = self._at(keys)
        if not isinstance(value, str):
            raise self._wrong(keys, value, "text")
        return value

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Return the list of texts at ``keys``; raises `InputError` if there is none."""
        value = self._at(keys)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(keys, value, "a list of texts")
        return tuple(value)

    def table(self, *keys: str) -> dict[str, Any]:
        """Return the table at ``keys``; raises `InputError` if there is none."""
        value = self._at(keys)
        if not isinstance(value, dict):
            raise self._wrong(keys, value, "a table")
        return value

    def entries(self, key: str) -> list[dict[str, Any]]:
        """Return the array of tables ``[[key]]``; raises `InputError` if there is none."""
        value = self._at((key,))
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._wrong((key,), value, f"entries [[{key}]]")
        return value

    def pattern(self, *keys: str) -> re.Pattern[str]:
        """Return the compiled regular expression at ``keys``."""
        return self.compile(self.text(*keys), ".".join(keys))

    def guarded(self, *keys: str) -> Guarded:
        """Return the regular expression at ``keys``, compiled so that it is searched fast; see `Guarded`."""
        return guarded(self.text(*keys), partial(self.compile, where=".".join(keys)))

    def build(self, kind: type[T], *keys: str, **given: Any) -> T:
        """Return a named tuple of the rules at ``keys``: each field by its name, as a pattern, a text or a whole number.

        Args:
            kind: The named tuple; fields of other types must be ``given``.
            keys: The table, none for the whole file.
            given: Fields that are built elsewhere.
        """
        readers: dict[Any, Callable[..., Any]] = {
            re.Pattern[str]: self.pattern,
            Guarded: self.guarded,
            str: self.text,
            int: self.number,
        }
        wanted = {name: hint for name, hint in get_type_hints(kind).items() if name not in given}
        return kind(**{name: readers[hint](*keys, name) for name, hint in wanted.items()}, **given)

    def number(self, *keys: str) -> int:
        """Return the whole number at ``keys``; raises `InputError` if there is none."""
        value = self._at(keys)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(keys, value, "a whole number")
        return value

    def words(self, *keys: str) -> re.Pattern[str]:
        """Return a pattern of the words at ``keys``, longest first; each word is itself a regular expression."""
        return self.compile("|".join(sorted(self.texts(*keys), key=lambda w: (-len(w), w))), ".".join(keys))

    def compile(self, expression: str, where: str) -> re.Pattern[str]:
        """Compile an expression of this file; raises `InputError` that names file and place if it is wrong."""
        try:
            return re.compile(expression)
        except re.error as error:
            raise InputError.single(
                self.file, 0, f"{where} = {expression!r} ({error})", "a regular expression"
            ) from None

    def _at(self, keys: tuple[str, ...]) -> Any:
        value: Any = self.tables
        for key in keys:
            if not isinstance(value, Mapping) or key not in value:
                raise InputError.single(self.file, 0, f"no {'.'.join(keys)}", "this rule")
            value = value[key]
        return value

    def _wrong(self, keys: tuple[str, ...], value: object, expected: str) -> InputError:
        return InputError([Finding(self.file, 0, f"{'.'.join(keys)} = {value!r}", expected)])


def load_rules(path: Path) -> Rules:
    """Read a rule file.

    Raises:
        InputError: the file is missing or is no TOML; names the file and what is wrong.
    """
    import tomllib  # most runs find everything kept (`etl.registry.kept`)

    try:
        return Rules(str(path), tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError.single(path, 0, f"no readable file ({error.strerror})", "a rule file") from None
    except UnicodeDecodeError as error:
        raise InputError.single(path, 0, f"bytes that are no UTF-8 ({error.reason})", "UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError.single(path, 0, str(error), "TOML") from None
