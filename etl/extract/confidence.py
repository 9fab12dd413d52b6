"""How far a figure can be trusted without being read again: a tier by rules that can be told in a sentence each.

``low``: something that comparison needs is missing or weak. The indicator has no name, or a bare one of one or two
characters that is not registered; the figure is about a village, a firm or another part of its county; it is planned
or a rule rather than an outcome; or its place is that of the document, for want of a nearer one.

``high``: the indicator is registered, or it is named in the figure's own clause by five characters or more and the
period is stated there or in its sentence.

``medium``: all others.
"""

from __future__ import annotations

from collections.abc import Container

from etl.model import Basis, Confidence, Scope, Status

SHORT = 3
"""Characters: a shorter name that is not registered says too little."""

TELLING = 5
"""Characters of a name that says enough by itself."""


def confidence(
    indicator: tuple[str, Basis],
    place: tuple[str, Basis],
    period: Basis,
    scope: Scope,
    status: Status,
    registered: Container[str],
) -> Confidence:
    """Return the tier of a figure, by its fields and where they come from.

    ``registered`` holds the wordings of the registered indicators.
    """
    known = indicator[0] in registered
    partial = scope is Scope.PART or status is not Status.ACTUAL
    unplaced = place[1] in {Basis.NONE, Basis.DEFAULT, Basis.DOCUMENT} or not place[0]
    if partial or unplaced or (len(indicator[0]) < SHORT and not known):
        return Confidence.LOW
    named = indicator[1] is Basis.STATED and len(indicator[0]) >= TELLING
    dated = period in {Basis.STATED, Basis.SENTENCE}
    return Confidence.HIGH if known or (named and dated) else Confidence.MEDIUM
