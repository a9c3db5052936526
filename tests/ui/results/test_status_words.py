from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from leaddesk.domain.page import Total
from leaddesk.domain.provider import Wait
from leaddesk.ui.results.status_words import ResultFacts, status_parts, wait_text

READ_AT = datetime(2026, 11, 20, 13, 2, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def test_the_status_tells_counts_account_and_time_with_its_zone():
    facts = ResultFacts(100, 100, Total.exact(211507), 3, "LeadExec East", READ_AT, BERLIN)
    assert status_parts(facts) == (
        "100 rows shown",
        "211,507 in all",
        "3 selected",
        "LeadExec East",
        "read 2026-11-20 14:02:10 CET",
    )


def test_narrowed_rows_and_unsure_totals_are_told():
    facts = ResultFacts(12, 100, Total.at_least(300), 0, "", None, UTC)
    assert status_parts(facts) == ("12 of 100 loaded rows shown", "at least 300 in all", "0 selected")
    one = ResultFacts(1, 1, Total.unknown(), 0, "", None, UTC)
    assert status_parts(one)[:2] == ("1 row shown", "total not given")


def test_a_wait_says_how_long_and_why():
    wait = Wait("apidata.example.com", 4.0, "LeadExec asks for a pause", 2)
    assert wait_text(wait, 4) == "Waiting 4 s: LeadExec asks for a pause (try 2 follows)"
    assert wait_text(wait, -1).startswith("Waiting 0 s")


def test_the_order_of_the_rows_is_told():
    facts = ResultFacts(1, 1, Total.exact(300), 0, "East", None, UTC, order="this page sorted")
    assert "this page sorted" in status_parts(facts)
