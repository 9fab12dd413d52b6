"""The errors of the program: each names the file, the line, what was found and what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class EtlError(Exception):
    """Base of every error that the command line reports without a traceback."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong (or worth knowing) in one place of one file.

    ``severity`` is ``error`` or ``warning``; ``line`` is 1-based, 0 where a line makes no sense.
    """

    file: str
    line: int
    found: str
    expected: str
    severity: str = "error"

    def __str__(self) -> str:
        """Render as ``file:line: found …; expected …``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity}: found {self.found}; expected {self.expected}"


class InputError(EtlError):
    """Unusable input: carries all findings, not only the first."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep ``findings`` (at least one) and render them one a line."""
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))

    @classmethod
    def single(cls, file: str | Path, line: int, found: str, expected: str) -> InputError:
        """Build the error of exactly one finding."""
        return cls([Finding(str(file), line, found, expected)])


class FilterError(InputError):
    """A filter that does not exist or a value that it does not have: wrong usage."""
