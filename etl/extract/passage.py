"""One paragraph with all that its numbers are read by: its section, its phrases of time, its mentions of places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from etl.extract import places
from etl.extract.context import LONG, OPENING, UNDATED, Dated, Frame
from etl.extract.governing import is_above
from etl.extract.knowledge import Knowledge
from etl.extract.lines import Paragraph
from etl.extract.parts import Parts
from etl.extract.phrases import strip_start
from etl.extract.plans import lies_ahead
from etl.extract.sections import Section
from etl.extract.times import Clock, Phrase, Reach
from etl.model import Basis, Document, DocumentKind

NAMED = frozenset({"yearly_name", "every_name"})
"""Rules of phrases that are part of a name: 年人均增收, 年产量."""


class Passage:
    """A paragraph in its section and document.

    ``clock`` says what relative phrases mean there, ``lead`` which years a paragraph before has put under review.
    """

    def __init__(
        self,
        paragraph: Paragraph,
        section: Section,
        document: Document,
        known: Knowledge,
        parts: Parts,
        phrases: Sequence[Phrase],
        clock: Clock,
        lead: Dated = UNDATED,
    ) -> None:
        self.paragraph, self.section, self.document, self.known = paragraph, section, document, known
        self.text, self.parts = paragraph.text, parts
        self.clock, self.report = clock, clock.report
        self.told = document.kind == DocumentKind.OTHER and not clock.report
        """Whether the text tells a story, whose sentences go on about what the last one was about."""
        status = known.wording.status
        self.planned = (
            (section.planned or status.planned_heading.search(section.heading) is not None or self._of_year_ahead())
            and (not section.asked or status.asked_ahead.search(section.heading) is not None)
            and status.reviewed_heading.search(section.heading) is None
            and not section.told
            and known.periods.told_bracket.search(section.heading) is None
        )
        """Whether it stands under the heading of a plan."""
        listed = status.planned_paragraph.match(self.text)
        self.to_do = listed is not None
        """Whether it says itself that it lists what is to be done."""
        self.year_ahead = (section.asked and self.planned) or (
            listed is not None and (listed["year"] or listed["asked"]) is not None
        )
        """Whether it tells what the year is to bring: as the answer to a question, or as the year's list."""
        self.phrases = phrases
        self.phrase_starts = [phrase.start for phrase in phrases]
        told_in = known.sections.dateline.match(self.text.lstrip())
        # where it was written says nothing of whose the figures are
        behind = len(self.text) - len(self.text.lstrip()) + told_in.end() if told_in else 0
        self.frame = Frame(self.text, phrases, known.periods.front, behind, clock.counted)
        self.leading = self._leading()
        """Several years that the paragraph opens with in a report."""
        self.under = lead if self.told else UNDATED
        """What the points of a story's list are of: the time of what was told before the list."""
        self.lead = self.leading or (lead if self.report and not self._turns() else UNDATED)
        """Those, or the years that a paragraph before has opened with that has no figures."""
        own = section.scope.code
        in_paper = self.told and is_above(document.place_code, own, known.places)
        self.widest = document.place_code if in_paper else own
        """The unit whose places a sentence may be about: in a story, that of the whole paper (…，其中景宁19个)."""
        found = places.mentions(self.text, document.reference_date, known.places, self.widest)
        self.mentions = [mention for mention in found if mention.start >= behind]

    def _of_year_ahead(self) -> bool:
        """Say whether the heading is of the work of a year that has just begun, or is yet to come."""
        year = self.known.wording.status.year_of_work.search(self.section.heading)
        return year is not None and lies_ahead(
            year["year"] or year["called"], self.clock.reference, self.known.sections
        )

    def _leading(self) -> Dated | None:
        """Return the years that open the paragraph's first sentence (这五年，…。), ``None`` where a report reviews none."""
        first = self.phrases[0] if self.phrases and self.report else None
        if first is None or first.start > OPENING or first.rule not in LONG or first.end >= self.frame.sentence(0)[1]:
            return None
        return Dated(first.period, Basis.PARAGRAPH, first.text)

    def _turns(self) -> bool:
        """Say whether the paragraph opens with a time of its own (刚刚过去的2022年…): no earlier lead holds in it."""
        first = self.phrases[0] if self.phrases else None
        return first is not None and first.start <= OPENING and first.reach in {Reach.FRAME, Reach.SPAN}

    def phrases_between(self, start: int, end: int) -> Sequence[Phrase]:
        """Return the phrases of time that begin in a span."""
        return self.phrases[bisect_left(self.phrase_starts, start) : bisect_left(self.phrase_starts, end)]

    def without_phrases(self, start: int, end: int) -> str:
        """Return the text of a span with the phrases of time taken out."""
        parts, position = [], start
        for phrase in self.phrases_between(start, end):
            if phrase.start >= position and phrase.end <= end and phrase.rule not in NAMED:
                said = self.known.periods.direction.match(phrase.text)
                parts.append(self.text[position : phrase.start] + (said[0] if said else ""))
                position = phrase.end
        parts.append(self.text[position:end])
        return "".join(parts)

    def without_places(self, left: str, *, everywhere: bool = False) -> str:
        """Return the words with the places at their beginning taken off, one or a list of them; or all named places."""
        if left.startswith("“") and "”" not in left:  # speech begins
            left = left[1:]
        found = places.mentions(left, self.document.reference_date, self.known.places, self.widest)
        if everywhere:
            for mention in reversed([mention for mention in found if mention.named]):
                left = left[: mention.start] + left[mention.end :]
            return left
        taken = 0
        for mention in found:
            if strip_start(left[taken : mention.start], self.known.phrases.left.start):
                break
            if not mention.named and mention.end == len(left):
                break
            if self.known.places.kept_word.match(left, mention.start):
                break
            word = self.known.places.word_of.match(left, mention.end - 1)
            taken = mention.end - (word is not None and mention.named)
        left = left[taken:]
        if self.section.scope.code == places.OUTSIDE:
            left = self.known.phrases.base.outside.sub("", left)
        return left
