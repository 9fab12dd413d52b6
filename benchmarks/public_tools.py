"""Reads texts with one tool and prints how long that took and what it found: run by `benchmarks.extraction`, a process a tool.

Public tools run in the environment that ``--setup`` made, the program itself in its own. Each public tool gets the text line by
line, as its documentation shows it; the program gets whole documents. Every import of a tool is part of no figure.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]
"""A figure as the scorer expects it: ``char_start``, ``char_end``, ``value``, ``unit``; the program gives all fields."""
Reader = Callable[[str], list[Record]]
"""Reads one line into records whose positions count from the start of the line."""


@dataclass(frozen=True)
class Text:
    """One document: its id, its file, its text."""

    name: str
    path: Path
    text: str


def _record(start: int, end: int, value: object, unit: str) -> Record:
    """Return a record; a value that is no number becomes ``None``."""
    number = None
    with contextlib.suppress(TypeError, ValueError):
        number = float(value)  # type: ignore[arg-type]
    return {"char_start": start, "char_end": end, "value": number, "value_high": None, "unit": unit}


RECOGNIZED_UNITS = {
    "Chinese yuan": "元",
    "United States dollar": "美元",
    "Square kilometer": "平方公里",
    "Kilometer": "公里",
}
RECOGNIZED_UNITS |= {
    "Square meter": "平方米",
    "Meter": "米",
    "Metric ton": "吨",
    "Kilogram": "公斤",
    "Cubic meter": "立方米",
}


def recognizers_text() -> Reader:
    """Recognizers-Text: numbers, units (dimensions) and currency; of overlapping results the longest counts."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    units = NumberWithUnitRecognizer("zh-cn")
    models = [units.get_currency_model(), units.get_dimension_model(), NumberRecognizer("zh-cn").get_number_model()]

    def read(line: str) -> list[Record]:
        found = [result for model in models for result in model.parse(line)]
        found.sort(key=lambda result: result.start - result.end)
        kept: list[Record] = []
        for result in found:
            if all(result.end < other["char_start"] or result.start >= other["char_end"] for other in kept):
                unit = result.resolution.get("unit") or ""
                value = result.resolution.get("value")
                kept.append(_record(result.start, result.end + 1, value, RECOGNIZED_UNITS.get(unit, unit)))
        return kept

    return read


def jionlp_money() -> Reader:
    """JioNLP: amounts of money."""
    import jionlp

    def read(line: str) -> list[Record]:
        kept = []
        for found in jionlp.ner.extract_money(line, with_parsing=True) or ():
            number = found["detail"]["num"]
            low, high = number if isinstance(number, list) else (number, None)
            start, end = found["offset"]
            record = _record(start, end, low, found["detail"]["case"])
            kept.append(record | {"value_high": None if high is None else float(high)})
        return kept

    return read


def jionlp_time() -> Reader:
    """JioNLP: phrases of time, which are no figures."""
    import jionlp

    now = time.mktime((2023, 12, 31, 0, 0, 0, 0, 0, 0))

    def read(line: str) -> list[Record]:
        jionlp.ner.extract_time(line, time_base=now, with_parsing=True)
        return []

    return read


def chinese2digits() -> Reader:
    """chinese2digits: numbers; it gives no positions, so each is looked for behind the one before."""
    from chinese2digits import takeNumberFromString

    def read(line: str) -> list[Record]:
        found = takeNumberFromString(line)
        kept, position = [], 0
        for written, value in zip(found["CHNumberStringList"], found["digitsStringList"], strict=False):
            start = line.find(written, position)
            if start >= 0:
                position = start + len(written)
                percent = "%" in written or "百分之" in written
                record = _record(start, position, value, "%" if percent else "")
                if percent and record["value"] is not None:
                    record["value"] *= 100
                kept.append(record)
        return kept

    return read


def quantulum3() -> Reader:
    """quantulum3: quantities in English; Chinese is not what it is made for."""
    from quantulum3 import parser

    def read(line: str) -> list[Record]:
        found = parser.parse(line)
        return [_record(quantity.span[0], quantity.span[1], quantity.value, quantity.unit.name) for quantity in found]

    return read


def cn2an() -> Reader:
    """cn2an: rewrites numerals of a text as digits; it gives no records."""
    from cn2an import transform

    def read(line: str) -> list[Record]:
        transform(line, "cn2an")
        return []

    return read


def cpca() -> Reader:
    """cpca: places, which are no figures."""
    from cpca import transform_text_with_addrs

    def read(line: str) -> list[Record]:
        transform_text_with_addrs(line)
        return []

    return read


TOOLS: dict[str, tuple[str, Callable[[], Reader], bool]] = {
    "recognizers_text": ("Recognizers-Text, numbers + units + currency", recognizers_text, True),
    "jionlp_money": ("JioNLP, money", jionlp_money, True),
    "jionlp_time": ("JioNLP, time", jionlp_time, False),
    "chinese2digits": ("chinese2digits", chinese2digits, True),
    "quantulum3": ("quantulum3", quantulum3, True),
    "cn2an": ("cn2an, transform", cn2an, False),
    "cpca": ("cpca, places", cpca, False),
}
"""By id: the name in the table, the reader, and whether it reads figures at all."""
PROGRAM = "program"


def _by_line(texts: list[Text], read: Reader) -> tuple[list[Record], int]:
    """Read texts line by line; returns the records with their places in the documents, and how many lines raised an error."""
    found: list[Record] = []
    failed = 0
    for text in texts:
        for match in re.finditer(r"[^\n]+", text.text):
            try:
                records = read(match.group())
            # What a public tool raises on a text it was not made for is counted, not the matter of this benchmark.
            except Exception:
                failed += 1
                continue
            for record in records:
                record["char_start"] += match.start()
                record["char_end"] += match.start()
                found.append({"document": text.name, **record})
    return found, failed


def _program(texts: list[Text], catalogue: Path) -> Callable[[], tuple[list[Record], int]]:
    """Return one pass of the program over all texts: complete records."""
    from etl.catalogue import load_catalogue
    from etl.extract.engine import extract
    from etl.extract.records import record

    documents = {entry.document_id: entry for entry in load_catalogue(catalogue).documents}

    def once() -> tuple[list[Record], int]:
        readings = [extract(text.text, documents[text.name]) for text in texts]
        return [record(item) for found in readings for item in (*found.figures, *found.exclusions)], 0

    return once


def _texts(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.glob("*.txt")):
        yield Text(path.stem, path, path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))


def measure(tool: str, folder: Path, passes: int) -> Record:
    """Return processor seconds of the first pass and of the best later one, peak memory in MiB, and the records found."""
    texts = list(_texts(folder))
    if tool == PROGRAM:
        once = _program(texts, folder / "documents.csv")
    else:
        read = TOOLS[tool][1]()

        def once() -> tuple[list[Record], int]:
            return _by_line(texts, read)

    times: list[float] = []
    for _ in range(1 + passes):
        start = time.process_time()
        records, failed = once()
        times.append(time.process_time() - start)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return {
        "characters": sum(len(text.text) for text in texts),
        "cold": times[0],
        "warm": min(times[1:]),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit,
        "failed": failed,
        "records": records,
    }


def main() -> int:
    """Measure one tool; the last line of standard output is the result as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", choices=[PROGRAM, *TOOLS])
    parser.add_argument("documents", type=Path)
    parser.add_argument("--passes", type=int, default=2, help="passes after the first")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        result = measure(options.tool, options.documents, options.passes)
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
