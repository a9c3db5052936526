"""The columns of a list of leads: one value a cell, plain and true."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.columns import Column
from leaddesk.exporting.cells import RowReader
from leaddesk.providers.lofty.columns import LEAD_COLUMNS, discover_columns
from leaddesk.providers.lofty.spec import LEADS
from tests.providers.lofty.sample_lead import full_lead

LEAD = full_lead()


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        ("leadId", "1100000000000001"),
        ("phones", "+12125550123, 2125550124, 2125550125"),
        ("phoneStatuses", "do-not-call number, do-not-call contact"),
        ("emails", "ada@example.com, ada.work@example.net"),
        ("tags", "Open house, May; VIP"),
        ("segments", "Investors, Downtown"),
        ("groups", None),
        ("leadTypes", "buyer, seller, type 42"),
        ("createTime", datetime(2026, 1, 5, 9, 10, 11, tzinfo=UTC)),
        ("lastTouch", None),
        ("lastVisit", ""),
        ("leadSource", None),
        ("lenderUserId", None),
        ("assignedUserId", "563172647619601"),
        ("score", 40),
        ("zipCode", "00501"),
        ("mailingAddress", "2 New Rd, Cupertino, CA, 09501"),
        ("leadInquiry.priceMin", None),
        ("leadInquiry.priceMax", 450000),
        ("leadInquiry.bathroomsMin", 1.5),
        ("leadInquiry.locations", "Austin, TX; 00501"),
        ("leadInquiry.propertyType", "Condo, Townhouse"),
    ],
)
def test_a_cell_holds_one_plain_value_in_the_table_and_in_files(key: str, cell: Any):
    column = LEADS.column(key)
    assert column.cell_in(LEAD) == cell
    written = RowReader([column]).read(LEAD)[0]
    assert written == cell


def test_the_first_view_is_what_a_person_on_the_phone_looks_for():
    shown = [column.key for column in LEAD_COLUMNS if column.shown]
    assert shown[:4] == ["firstName", "lastName", "phones", "emails"]
    assert "cannotCall" in shown
    assert len({column.title for column in LEAD_COLUMNS}) == len(LEAD_COLUMNS)


def test_every_documented_key_has_a_column():
    paths = {column.path[0] for column in LEAD_COLUMNS}
    assert set(full_lead()) - paths == {"privateFlag", "leadType", "propertySource"}


def test_unknown_keys_and_custom_fields_become_columns():
    seen = discover_columns([LEAD, {"leadId": 2, "late": 1, "customAttributes": None, "leadInquiry": None}])
    by_key = {column.key: column for column in seen}
    assert set(by_key) == {
        "leadInquiry.mood", "privateFlag", "leadType", "propertySource", "customAttributes.Wishes",
        "customAttributes.Budget", "customAttributes.Lease ends", "late",
    }  # fmt: skip
    assert by_key["customAttributes.Wishes"].cell_in(LEAD) == "Pool, Garage"
    assert by_key["customAttributes.Budget"].cell_in(LEAD) == 1500
    assert LEADS.column("customAttributes.Budget").key == "customAttributes.Budget"  # may be named before it is seen
    assert by_key["propertySource"].kind is Kind.OBJECT
    assert by_key["customAttributes.Wishes"].cell_in({"customAttributes": []}) is NOT_SENT
    assert by_key["customAttributes.Wishes"].cell_in({"customAttributes": None}) is NOT_SENT
    assert RowReader(list(seen)).read({"leadId": 3}) == [None] * len(seen)


@pytest.mark.parametrize("value", [None, 5, "x", True, [], {}, [None, 3, "x", {}], -1, "-1", 0])
def test_any_value_in_any_place_is_read_without_a_crash(value: Any):
    columns = list(LEAD_COLUMNS)
    for key in LEAD:
        lead = full_lead(**{key: value})
        for column in (*columns, *discover_columns([lead])):
            column.cell_in(lead)
        RowReader(columns).read(lead)


def test_columns_read_by_rows_without_any_key():
    assert all(column.cell_in({}) is NOT_SENT for column in LEAD_COLUMNS)
    assert isinstance(LEAD_COLUMNS[0], Column)
