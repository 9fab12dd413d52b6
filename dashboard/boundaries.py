"""County shapes: read once, checked, turned the way the renderer needs them, served as bytes.

The shapes are drawings, never measures: no area or density is computed from them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from dashboard.stripes import striped
from etl.errors import InputError
from etl.paths import boundaries as boundary_file

GEOMETRY_PREFIX = "/geo"
"""Where the server has the shapes."""
STRIPES = "-stripes"
"""Behind the name of a level: the same shapes cut into stripes."""
EXPECTED = "a GeoJSON FeatureCollection of polygons with a unique text property adcode"


def address(level: str, version: str, base: str = "") -> str:
    """Address of the shapes of ``level`` on a server whose addresses begin with ``base``."""
    return f"{base}{GEOMETRY_PREFIX}/{level}.geojson?v={version}"


@dataclass(frozen=True)
class Boundaries:
    """Shapes ready to serve.

    ``files`` maps level (``county``, ``city``, either with `STRIPES`) to GeoJSON bytes with clockwise exterior rings,
    ``packed`` to the same compressed with gzip; ``labels`` maps the code of a county or city to its label point
    (longitude, latitude); ``extent`` is west, south, east, north in degrees.
    """

    version: str
    files: dict[str, bytes]
    packed: dict[str, bytes]
    labels: dict[str, tuple[float, float]]
    extent: tuple[float, float, float, float]
    counties: frozenset[str]
    source: str


def load(path: Path | None = None) -> Boundaries:
    """Shapes of ``path`` (default: the configured boundary file); read again only when the file changes.

    Raises InputError where the file is missing, unreadable, or not what the map needs.
    """
    path = path or boundary_file()
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise InputError.single(path, 0, error.strerror or "an unreadable file", EXPECTED) from error
    return _load(path, stamp)


@lru_cache(maxsize=2)
def _load(path: Path, stamp: int) -> Boundaries:
    content = path.read_bytes()
    collection = _collection(path, content)
    shapes = _shapes(path, collection["features"])
    cities = _cities(shapes)
    labels = {code: _label(geometry) for code, geometry in (shapes | cities).items()}
    labels |= _given_labels(collection["features"])
    files = {"county": _geojson(shapes), "city": _geojson(cities)}
    for level, found in (("county", shapes), ("city", cities)):
        files[level + STRIPES] = _geojson({code: striped(geometry) for code, geometry in found.items()})
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    return Boundaries(
        version=hashlib.sha256(content).hexdigest()[:12],
        files=files,
        packed={level: gzip.compress(served, mtime=0) for level, served in files.items()},
        labels=labels,
        extent=(float(west), float(south), float(east), float(north)),
        counties=frozenset(shapes),
        source=str(collection.get("source") or path.name),
    )


def _collection(path: Path, content: bytes) -> dict[str, Any]:
    try:
        collection = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError.single(path, getattr(error, "lineno", 0), f"no JSON ({error})", EXPECTED) from error
    if (
        not isinstance(collection, dict)
        or not isinstance(collection.get("features"), list)
        or not collection["features"]
    ):
        raise InputError.single(path, 0, "no features", EXPECTED)
    return collection


def _shapes(path: Path, features: list[Any]) -> dict[str, BaseGeometry]:
    shapes: dict[str, BaseGeometry] = {}
    for number, feature in enumerate(features, start=1):
        try:
            code = feature["properties"]["adcode"]
            geometry = shape(feature["geometry"])
        except (KeyError, TypeError, AttributeError, ValueError, shapely.errors.ShapelyError) as error:
            raise InputError.single(path, 0, f"feature {number}: {error!r}", EXPECTED) from error
        if not isinstance(code, str) or code in shapes or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
            raise InputError.single(path, 0, f"feature {number}: adcode {code!r}, {geometry.geom_type}", EXPECTED)
        shapes[code] = geometry
    return shapes


def _cities(shapes: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Prefecture cities as unions of their counties: the first four digits of the code name the city."""
    members: dict[str, list[BaseGeometry]] = {}
    for code, geometry in shapes.items():
        members.setdefault(f"{code[:4]}00", []).append(geometry)
    return {code: shapely.union_all(parts) for code, parts in members.items()}


def _label(geometry: BaseGeometry) -> tuple[float, float]:
    parts = shapely.get_parts(geometry)
    point = max(parts, key=lambda part: part.area).representative_point()
    return round(float(point.x), 5), round(float(point.y), 5)


def _given_labels(features: list[Any]) -> dict[str, tuple[float, float]]:
    """Label points that the file itself names (``label_lon``, ``label_lat``): a hand-set point beats a computed one."""
    given = {}
    for feature in features:
        properties = feature["properties"]
        lon, lat = properties.get("label_lon"), properties.get("label_lat")
        if isinstance(lon, int | float) and isinstance(lat, int | float):
            given[properties["adcode"]] = (float(lon), float(lat))
    return given


def _geojson(shapes: dict[str, BaseGeometry]) -> bytes:
    features = []
    for code, geometry in sorted(shapes.items()):
        # d3-geo fills the whole frame for a counter-clockwise exterior ring, the opposite of RFC 7946.
        clockwise = shapely.orient_polygons(geometry, exterior_cw=True)
        features.append({"type": "Feature", "id": code, "properties": {"adcode": code}, "geometry": mapping(clockwise)})
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
