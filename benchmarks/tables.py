"""How long and how large the import of a long CSV table is: ``python -m benchmarks.tables [ROWS]`` (default 200,000).

Writes a table to a temporary folder, imports it in a process of its own as ``python -m etl table`` does, and prints seconds
and the highest memory of that process.
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from itertools import count, islice, product
from pathlib import Path

from etl.ledger import read_ledgers
from etl.registry.validate import load_registries

ROWS = 200_000
HEADER = ("地区", "指标", "度量", "数值", "单位", "时期", "来源层级", "数据来源")
MAPPING = """\
layout = "long"
[document]
title = "虚构的大表"
reference_date = "2024-12-31"
tier = "official"
[[sheet]]
header = 1
[sheet.columns]
A = "place"
B = "indicator"
C = "measure"
D = "value"
E = "unit"
F = "period"
G = "tier"
H = "source"
"""
INDICATORS = (
    ("地区生产总值", "水平", "亿元", 500),
    ("地区生产总值", "增速", "%", 5),
    ("一般公共预算收入", "水平", "亿元", 60),
    ("农村居民人均可支配收入", "水平", "元", 30_000),
    ("城镇居民人均可支配收入", "水平", "元", 60_000),
    ("常住人口", "水平", "万人", 50),
)


def write_table(path: Path, rows: int) -> None:
    """Write a table of ``rows`` figures: counties, indicators, months and sources, no key twice."""
    counties = [place.name for place in load_registries().places.counties]
    months = [f"{year}年1-{month}月" for year in range(2012, 2025) for month in range(2, 12)]
    keys = (
        (county, *series, period, f"第{edition}期月报")
        for edition in count(1)
        for period, series, county in product(months, INDICATORS, counties)
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, (county, indicator, measure, unit, value, period, source) in enumerate(islice(keys, rows)):
            shown = f"{value * (1 + number % 90 / 200):.1f}"
            writer.writerow((county, indicator, measure, shown, unit, period, "官方发布", source))


def main() -> None:
    """Measure one import."""
    parser = argparse.ArgumentParser(
        description="Measure the import of a generated table: time, peak memory, reading back."
    )
    parser.add_argument("rows", nargs="?", type=int, default=ROWS, help="rows of the table (default: %(default)s)")
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "large.csv"
        write_table(table, rows)
        table.with_suffix(".toml").write_text(MAPPING, encoding="utf-8")
        catalogue = folder / "documents.csv"
        catalogue.write_text("document_id,file,title,kind,reference_date,source_tier,sha256\n", encoding="utf-8")
        (folder / "ledger").mkdir()
        command = [sys.executable, "-m", "etl", "table", str(table), "--ledger", str(folder / "ledger")]
        started = time.perf_counter()
        subprocess.run([*command, "--catalogue", str(catalogue)], check=True)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        written = next((folder / "large").iterdir())
        print(f"{rows} rows ({table.stat().st_size / 1e6:.1f} MB): {seconds:.1f} s, {peak:.0f} MiB at most")
        print(f"{written.name}: {written.stat().st_size / 1e6:.1f} MB")
        started = time.perf_counter()
        (ledger,) = read_ledgers(folder / "ledger")
        print(f"read back: {len(ledger.figures)} figures in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
