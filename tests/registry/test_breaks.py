"""The fixed class limits as shipped: round, reasoned, and for the headline indicators."""

from __future__ import annotations

import pytest

from etl.registry.breaks import DIVERGING, Breaks, load_breaks

SHIPPED = load_breaks()
HEADLINES = (
    ("gdp", "growth", "%"),
    ("gdp_per_capita", "level", "元"),
    ("industry_va_above_scale", "growth", "%"),
    ("investment_fixed_assets", "growth", "%"),
    ("retail_sales", "growth", "%"),
    ("revenue_general", "growth", "%"),
    ("income_per_capita", "level", "元"),
    ("income_per_capita", "growth", "%"),
    ("income_per_capita_urban", "growth", "%"),
    ("income_per_capita_rural", "level", "元"),
    ("income_per_capita_rural", "growth", "%"),
    ("income_ratio_urban_rural", "ratio", ""),
    ("urbanisation", "share", "%"),
)


@pytest.mark.parametrize("key", HEADLINES, ids="-".join)
def test_headline_indicators_have_fixed_limits(key: tuple[str, str, str]) -> None:
    assert SHIPPED[key].reason


@pytest.mark.parametrize(("key", "breaks"), SHIPPED.items(), ids=map("-".join, SHIPPED))
def test_growth_parts_at_zero_and_nothing_else_diverges(key: tuple[str, str, str], breaks: Breaks) -> None:
    assert breaks.diverging == (key[1] in DIVERGING)
    assert (0.0 in breaks.limits) == breaks.diverging
    assert list(breaks.limits) == sorted(set(breaks.limits))
