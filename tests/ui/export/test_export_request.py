from __future__ import annotations

from pathlib import Path

import pytest

from leaddesk.ui.export.export_request import (
    ExportRequest,
    ExportScope,
    amount_words,
    button_words,
    progress_words,
    with_suffix,
)

LEADS = ("lead", "leads")


@pytest.mark.parametrize(
    ("scope", "amount", "button"),
    [
        (ExportScope("all", "All", 211_507), "211,507 leads", "Export 211,507 leads"),
        (ExportScope("all", "All", 1), "1 lead", "Export 1 lead"),
        (ExportScope("all", "All", 300, at_least=True), "at least 300 leads", "Export at least 300 leads"),
        (ExportScope("all", "All", None), "total not given", "Export all leads"),
        (ExportScope("selected", "Selected", 0), "0 leads", "Export"),
    ],
)
def test_the_number_stands_on_the_button(scope: ExportScope, amount: str, button: str) -> None:
    assert amount_words(scope, LEADS) == amount
    assert button_words(scope, LEADS) == button


@pytest.mark.parametrize(
    ("text", "suffix", "wanted"),
    [
        ("/tmp/leads.xlsx", ".csv", "/tmp/leads.csv"),
        ("/tmp/LEADS.XLSX", ".jsonl", "/tmp/LEADS.jsonl"),
        ("/tmp/leads.txt", ".csv", "/tmp/leads.txt"),
        ("/tmp/v1.2", ".csv", "/tmp/v1.2"),
        ("", ".csv", ""),
    ],
)
def test_only_a_known_suffix_is_exchanged(text: str, suffix: str, wanted: str) -> None:
    assert with_suffix(text, suffix, (".xlsx", ".csv", ".jsonl")) == wanted


@pytest.mark.parametrize(
    ("done", "total", "rate", "words"),
    [
        (1200, 211_507, None, "1,200 of 211,507"),
        (1200, 211_507, 850.0, "1,200 of 211,507 · 850 a second · about 4 min left"),
        (1200, None, 850.4, "1,200 · 850 a second"),
        (1990, 2000, 100.0, "1,990 of 2,000 · 100 a second · about 1 s left"),
        (2000, 2000, 100.0, "2,000 of 2,000 · 100 a second"),
        (10, 2000, 0.2, "10 of 2,000"),
        (0, 18_000_000, 1000.0, "0 of 18,000,000 · 1,000 a second · about 5.0 h left"),
    ],
)
def test_progress_is_told_in_numbers(done: int, total: int | None, rate: float | None, words: str) -> None:
    assert progress_words(done, total, rate) == words


def test_two_equal_requests_are_equal() -> None:
    one = ExportRequest("all", "xlsx", all_columns=True, local_zone=False, path=Path("/tmp/a.xlsx"))
    assert one == ExportRequest("all", "xlsx", all_columns=True, local_zone=False, path=Path("/tmp/a.xlsx"))
