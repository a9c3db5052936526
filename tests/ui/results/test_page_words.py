from __future__ import annotations

import pytest

from leaddesk.domain.page import Total
from leaddesk.ui.results.page_words import export_all_text, last_page, page_count_text, range_text


@pytest.mark.parametrize(
    ("start", "rows", "total", "words"),
    [
        (0, 100, Total.exact(211507), "1–100 of 211,507"),
        (0, 1, Total.exact(1), "1 of 1"),
        (211500, 7, Total.exact(211507), "211,501–211,507 of 211,507"),
        (0, 100, Total.at_least(300), "1–100 of at least 300"),
        (300, 100, Total.at_least(300), "301–400 of at least 400"),
        (0, 100, Total.unknown(), "1–100, total not given"),
        (0, 0, Total.exact(0), "nothing found"),
        (0, 0, Total.unknown(), "nothing found"),
        (500, 0, Total.unknown(), "no more rows"),
        (500, 0, Total.exact(300), "none here, 300 in all"),
        (0, 0, Total.exact(12), "none here, 12 in all"),
        (100, 100, Total.exact(150), "101–200, though the total given is 150"),
    ],
)
def test_the_total_is_told_as_it_is_known(start, rows, total, words):
    assert range_text(start, rows, total) == words


def test_the_last_page_is_known_only_for_an_exact_total():
    assert last_page(Total.exact(211507), 100) == 2116
    assert last_page(Total.exact(200), 100) == 2
    assert last_page(Total.exact(0), 100) == 1
    assert last_page(Total.at_least(300), 100) is None
    assert last_page(Total.unknown(), 100) is None


def test_the_number_of_pages_is_as_honest_as_the_total():
    assert page_count_text(Total.exact(211507), 100) == "of 2,116"
    assert page_count_text(Total.at_least(301), 100) == "of at least 4"
    assert page_count_text(Total.unknown(), 100) == ""


def test_the_number_stands_on_the_export_button():
    assert export_all_text(Total.exact(211507)) == "Export all 211,507…"
    assert export_all_text(Total.at_least(300)) == "Export all, at least 300…"
    assert export_all_text(Total.unknown()) == "Export all…"
