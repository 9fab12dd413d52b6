import json
from pathlib import Path

import pytest
from shapely import box, get_parts, union_all
from shapely.geometry import Point, shape

from dashboard import boundaries
from dashboard.stripes import striped
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


@pytest.mark.parametrize("level", ["county", "city"])
def test_stripes_cross_every_shape_and_leave_most_of_it(level: str) -> None:
    files = boundaries.load(GEO / "zhejiang_counties.geojson").files
    stripes = {f["id"]: shape(f["geometry"]) for f in json.loads(files[level + boundaries.STRIPES])["features"]}
    whole = {f["id"]: shape(f["geometry"]) for f in json.loads(files[level])["features"]}
    assert stripes.keys() == whole.keys()
    for code, found in stripes.items():
        assert 0.1 <= found.area / whole[code].area <= 0.4, code
        assert found.difference(whole[code].buffer(0.002)).area < 1e-6, code
        assert all(part.area > 0 and not part.exterior.is_ccw for part in found.geoms), code


@pytest.mark.parametrize("side", [0.02, 0.05, 0.3])
def test_a_small_shape_has_a_stripe_of_its_own(side: float) -> None:
    for east, north in ((119.013, 28.27), (119.001, 28.024), (120.0, 29.0)):
        square = box(east, north, east + side, north + side)
        assert 0.1 <= striped(square).area / square.area <= 0.6


def test_stripes_lie_alike_in_neighbouring_shapes() -> None:
    both, apart = striped(box(119, 28, 121, 29)), [striped(box(west, 28, west + 1, 29)) for west in (119, 120)]
    assert union_all(apart).symmetric_difference(both).area < 0.01 * both.area


def test_labels_lie_in_their_places() -> None:
    shapes = boundaries.load(GEO / "zhejiang_counties.geojson")
    for level in ("county", "city"):
        for found in json.loads(shapes.files[level])["features"]:
            assert shape(found["geometry"]).buffer(0.02).contains(Point(shapes.labels[found["id"]])), found["id"]


def test_rings_are_served_clockwise_whatever_the_file_has(tmp_path: Path) -> None:
    shapes = boundaries.load(write(tmp_path / "own.geojson", feature("330102", SQUARE)))
    for content in shapes.files.values():
        parts = get_parts(shape(json.loads(content)["features"][0]["geometry"]))
        assert len(parts)
        assert not [part for part in parts if part.exterior.is_ccw]


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
