"""Progress on standard error, for work that takes longer than a second."""

from __future__ import annotations

import sys
import time

_PATIENCE = 1.0


class Progress:
    """Prints what it is told, at most once a second, and nothing in the first second."""

    def __init__(self) -> None:
        """Start the clock."""
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, message: str) -> None:
        """Say what is being done."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PATIENCE
            print(f"… {message}", file=sys.stderr, flush=True)
