"""Words as one expression find what the words one after the other find."""

from __future__ import annotations

import re

import pytest

from etl.registry.tries import WIDE, trie
from tests.golden_texts import TEXTS


@pytest.mark.parametrize("count", [1, WIDE - 1, WIDE, 5 * WIDE])
def test_the_longest_word_is_found_however_many_first_characters_there_are(count):
    firsts = sorted({character for text in TEXTS for character in text if not character.isspace()})[-count:]
    words = {text[at : at + size] for text in TEXTS for size in (1, 2, 4) for at in map(text.find, firsts) if at >= 0}
    plain = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    quick = re.compile(trie(words))
    for text in TEXTS:
        assert [match.span() for match in quick.finditer(text)] == [match.span() for match in plain.finditer(text)]
