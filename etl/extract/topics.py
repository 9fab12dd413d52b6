"""What a piece of the press goes on about: a sentence that names nothing else is about the village or firm of the one before."""

from __future__ import annotations

from etl.extract.passage import Passage


class Topic:
    """The village, town, firm or person that one paragraph is about, until it speaks of the county again."""

    def __init__(self, passage: Passage) -> None:
        self._passage, self._ends = passage, passage.known.parts.topic_ends
        self._told = passage.told
        self._name, self._since = "", 0

    def note(self, name: str, position: int) -> None:
        """Take note of the part that the number at a position is about."""
        self._name, self._since = name, position

    def at(self, position: int) -> str:
        """Return the part that the text goes on about at a position, ``""`` where it is the county or was none."""
        if not self._told:
            return ""
        if not self._name:
            self._name, self._since = self._passage.parts.opening(self._passage.text, position)
        if not self._name:
            return ""
        between = self._since, position
        if any(between[0] < mention.start < position for mention in self._passage.mentions) or self._ends.search(
            self._passage.text, *between
        ):
            self._name = ""
        return self._name
