import pytest

from dashboard import paging


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (100, 10), (101, 11)])
def test_pages_hold_every_row_once(count: int, pages: int) -> None:
    assert paging.pages(count, 10) == pages
    rows = [row for page in range(1, pages + 1) for row in _rows(page, count)]
    assert rows == list(range(1, count + 1))


def _rows(page: int, count: int) -> range:
    first, last = paging.span(str(page), count, 10)
    return range(first, last + 1)


@pytest.mark.parametrize("wanted", ["", "0", "3", "-1", "x", "²", "9" * 40])
def test_a_page_that_does_not_exist_is_the_first(wanted: str) -> None:
    assert paging.settled(wanted, 20, 10) == "1"
    assert paging.settled("2", 20, 10) == "2"
