import json
from pathlib import Path

import pytest
from shapely.geometry import Point, shape

from dashboard import boundaries
from etl.errors import InputError
from etl.paths import GEO

SQUARE = [[120, 29], [121, 29], [121, 30], [120, 30], [120, 29]]  # counter-clockwise, as RFC 7946 has it


def feature(code: object, ring: list[list[float]], **properties: object) -> dict:
    return {
        "type": "Feature",
        "properties": {"adcode": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write(path: Path, *features: dict) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def test_the_committed_file_serves_ninety_counties_and_eleven_cities() -> None:
    shapes = boundaries.load(GEO / "zhejiang_counties.geojson")
    assert len(shapes.counties) == 90
    assert len(json.loads(shapes.files["county"])["features"]) == 90
    assert len(json.loads(shapes.files["city"])["features"]) == 11
    assert len(shapes.labels) == 101


def test_labels_lie_in_their_places() -> None:
    shapes = boundaries.load(GEO / "zhejiang_counties.geojson")
    for level in ("county", "city"):
        for found in json.loads(shapes.files[level])["features"]:
            assert shape(found["geometry"]).buffer(0.02).contains(Point(shapes.labels[found["id"]])), found["id"]


def test_rings_are_served_clockwise_whatever_the_file_has(tmp_path: Path) -> None:
    shapes = boundaries.load(write(tmp_path / "own.geojson", feature("330102", SQUARE)))
    for content in shapes.files.values():
        assert not shape(json.loads(content)["features"][0]["geometry"]).exterior.is_ccw


def test_a_label_point_of_the_file_beats_a_computed_one(tmp_path: Path) -> None:
    shapes = boundaries.load(
        write(tmp_path / "own.geojson", feature("330102", SQUARE, label_lon=120.1, label_lat=29.9))
    )
    assert shapes.labels["330102"] == (120.1, 29.9)


def test_a_replaced_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "own.geojson", feature("330102", SQUARE))
    before = boundaries.load(path)
    write(path, feature("330105", SQUARE))
    assert boundaries.load(path).version != before.version


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00binary",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"features": [{"properties": {"adcode": "330102"}}]}',
        b'{"features": [null]}',
        b"[1, 2]",
        json.dumps({"features": [feature(330102, SQUARE)]}).encode(),
        json.dumps({"features": [feature("330102", SQUARE), feature("330102", SQUARE)]}).encode(),
        json.dumps({"features": [feature("330102", SQUARE[:2])]}).encode(),
    ],
    ids=[
        "empty",
        "binary",
        "no features",
        "no geometry",
        "null feature",
        "a list",
        "number as code",
        "code twice",
        "open ring",
    ],
)
def test_a_damaged_boundary_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.geojson"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"damaged\.geojson"):
        boundaries.load(path)


def test_a_missing_boundary_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.geojson"):
        boundaries.load(tmp_path / "absent.geojson")
