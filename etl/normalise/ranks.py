"""What a rank in prose is a rank of: the level of its indicator, or the growth that the sentence told just before."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from etl.model import Figure, Measure

WINDOW = 60
"""Characters before a rank in which the figure that it is about is looked for: two or three clauses."""
_MOST = 12
"""Figures that so many characters hold."""
_OF_STATE = (Measure.LEVEL, Measure.SHARE, Measure.RATIO)


class Before:
    """The figures of one document that stand before the next one, as far back as a rank looks."""

    def __init__(self, growth_of: Mapping[str, str]) -> None:
        """Begin with none; ``growth_of`` maps an indicator to the one for ranks of its growth."""
        self._growth_of = growth_of
        self._figures: deque[Figure] = deque(maxlen=_MOST)

    def add(self, figure: Figure) -> None:
        """Note the next figure, in the order of the text."""
        if self._figures and self._figures[-1].document_id != figure.document_id:
            self._figures.clear()
        self._figures.append(figure)

    def ranked(self, figure: Figure, indicator_id: str | None) -> str | None:
        """Return the indicator that a figure is about, given the one that its words mean.

        (固定资产投资增长17%，居全省首位) is a rank of growth; where level and growth both stand before the rank, or nobody
        registered ranks of this growth, it is of neither: ``None``.
        """
        if figure.measure is not Measure.RANK or figure.cell or figure.indicator_id or indicator_id is None:
            return indicator_id
        told = [other.measure for other in self._figures if _same_thing(other, figure)]
        if Measure.GROWTH not in told or told[-1] in _OF_STATE:
            return indicator_id
        if any(measure in _OF_STATE for measure in told):
            return None
        return self._growth_of.get(indicator_id)


def _same_thing(other: Figure, rank: Figure) -> bool:
    """Say whether a figure close before a rank, and no rank itself, is about the same words, place and period."""
    near = other.document_id == rank.document_id and 0 <= rank.char_start - other.char_end <= WINDOW
    same = (other.indicator, other.place, other.period_start, other.period_end) == (
        *(rank.indicator, rank.place, rank.period_start, rank.period_end),
    )
    return near and same and other.measure is not Measure.RANK
