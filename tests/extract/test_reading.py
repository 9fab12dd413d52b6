"""Files that hold text are decoded, files that hold none are named."""

from __future__ import annotations

import pytest

from etl.errors import InputError
from etl.extract.reading import decode

TEXT = "全县实现地区生产总值312.5亿元，增长6.1%。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_known_encodings_give_the_same_text(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert decode(path) == TEXT


def test_windows_line_ends_are_folded_and_nothing_else_is_changed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(f"一\r\n\r\n{TEXT} \t".encode())
    assert decode(path) == f"一\n\n{TEXT} \t"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04\x00\x00binary", "binary"),
        (bytes(range(1, 256)) * 20, "no known encoding"),
    ],
)
def test_a_file_without_text_is_named_with_what_was_expected(tmp_path, content, expected):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=expected) as error:
        decode(path)
    assert "bad.txt" in str(error.value)
    assert "expected" in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        decode(tmp_path / "absent.txt")
