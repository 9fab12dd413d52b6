"""One paragraph with all that its numbers are read by: its section, its phrases of time, its mentions of places."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import places
from etl.extract.context import Frame
from etl.extract.knowledge import Knowledge
from etl.extract.layout import Paragraph
from etl.extract.periods import Phrase
from etl.extract.phrases import strip_start
from etl.extract.sections import Section
from etl.model import Document


class Passage:
    """A paragraph in its section and document; ``report`` says that the document reports on a year."""

    def __init__(
        self,
        paragraph: Paragraph,
        section: Section,
        document: Document,
        known: Knowledge,
        phrases: Sequence[Phrase],
        *,
        report: bool = False,
    ) -> None:
        self.paragraph, self.section, self.document, self.known = paragraph, section, document, known
        self.text = paragraph.text
        self.report = report
        self.phrases = phrases
        self.frame = Frame(self.text, phrases)
        self.mentions = places.mentions(self.text, document.reference_date, known.places)

    def without_phrases(self, start: int, end: int) -> str:
        """Return the text of a span with the phrases of time taken out."""
        parts, position = [], start
        for phrase in self.phrases:
            if phrase.start >= position and phrase.end <= end:
                parts.append(self.text[position : phrase.start])
                position = phrase.end
        parts.append(self.text[position:end])
        return "".join(parts)

    def without_places(self, left: str) -> str:
        """Return the words with the places at their beginning taken off."""
        for mention in places.mentions(left, self.document.reference_date, self.known.places):
            head = strip_start(left[: mention.start], self.known.phrases.left_start)
            if not head:
                rest = left[mention.end :]
                return rest if mention.named or rest else left
        return left
