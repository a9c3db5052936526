from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.providers.leadexec.columns import (
    INBOUND_COLUMNS,
    LEAD_COLUMNS,
    OUTBOUND_COLUMNS,
    discover_inbound_columns,
    discover_lead_columns,
)
from leaddesk.providers.leadexec.key_guessing import guess_kind, guess_label
from tests.providers.leadexec.seed_samples import full_lead, inbound_ping, outbound_ping


def scalar_paths(record: dict[str, Any]) -> set[tuple[str, ...]]:
    paths: set[tuple[str, ...]] = set()
    for key, value in record.items():
        if isinstance(value, dict):
            paths |= {(key, inner) for inner, held in value.items() if not isinstance(held, list)}
        else:
            paths.add((key,))
    return paths


def test_every_documented_single_value_of_a_lead_is_a_column():
    record = full_lead()
    del record["Fields"]["LoanAmount"]
    assert {column.path for column in LEAD_COLUMNS} == scalar_paths(record)
    assert all(column.raw_in(record) is not NOT_SENT for column in LEAD_COLUMNS)
    assert discover_lead_columns([record]) == ()


@pytest.mark.parametrize(
    ("columns", "sample"), [(INBOUND_COLUMNS, inbound_ping()), (OUTBOUND_COLUMNS, outbound_ping())]
)
def test_every_key_of_a_ping_is_a_column(columns: tuple[Any, ...], sample: dict[str, Any]):
    assert {column.path for column in columns} == {(name,) for name in sample}


@pytest.mark.parametrize("columns", [LEAD_COLUMNS, INBOUND_COLUMNS, OUTBOUND_COLUMNS])
def test_keys_and_titles_are_unique_and_some_are_shown(columns: tuple[Any, ...]):
    assert len({column.key for column in columns}) == len(columns)
    assert len({column.title for column in columns}) == len(columns)
    assert 8 <= sum(column.shown for column in columns) <= 20


def test_the_vendor_sorts_by_fields_without_their_section():
    names = {column.key: column.sort_name for column in LEAD_COLUMNS}
    assert names["Fields.LastName"] == "LastName"
    assert names["Properties.DateAdded"] == "DateAdded"
    assert names["TCPAInformation.LastName"] == ""


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("Fields.Phone", Kind.PHONE),
        ("Fields.PostalCode", Kind.POSTAL_CODE),
        ("Properties.IVRNumber", Kind.IDENTIFIER),
        ("Properties.Lat", Kind.NUMBER),
        ("Properties.Price", Kind.MONEY),
        ("TCPAInformation.IsMobile", Kind.YES_NO),
        ("TCPAInformation.PhoneNumber", Kind.PHONE),
        ("LastUpdated", Kind.MOMENT),
    ],
)
def test_documented_columns_have_their_kind(key: str, kind: Kind):
    assert next(column.kind for column in LEAD_COLUMNS if column.key == key) is kind


def test_unknown_keys_of_any_section_become_columns_in_the_order_they_appear():
    rows = [
        {"UID": 1, "Fields": {"Zeta": 1, "Alpha": "a"}, "Brand": {"X": 1}, "Loose": 5},
        {
            "Fields": {"Alpha": "b", "Beta": None, "LeadSource": "s"},
            "TrestleVerification": None,
            "Properties": {"New": 1},
        },
    ]
    columns = discover_lead_columns(rows)
    assert [column.key for column in columns] == [
        "Fields.Zeta", "Fields.Alpha", "Brand.X", "Loose", "Fields.Beta", "Fields.LeadSource", "Properties.New",
    ]  # fmt: skip
    assert columns[5].title == "Lead source (Fields.LeadSource)"
    assert columns[5].raw_in(rows[1]) == "s"


def test_a_field_of_two_spellings_keeps_two_titles():
    columns = discover_lead_columns([{"Fields": {"LoanAmount": 1, "loan_amount": 2}}])
    assert [column.title for column in columns] == ["Loan amount", "Loan amount (Fields.loan_amount)"]


def test_a_section_that_is_no_object_becomes_a_column_itself():
    (column,) = discover_lead_columns([{"Fields": "text"}])
    assert (column.key, column.path) == ("Fields", ("Fields",))


def test_the_fields_of_a_ping_are_opened_up_and_nothing_else():
    columns = discover_inbound_columns([{"Fields": {"Zip": "01234"}, "Extra": {"a": 1}}])
    assert [(column.key, column.kind) for column in columns] == [
        ("Fields.Zip", Kind.POSTAL_CODE),
        ("Extra", Kind.OBJECT),
    ]


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("LoanAmount", [1, 2.5, None, "3"], Kind.MONEY),
        ("RoofAge", [1, "2", ""], Kind.NUMBER),
        ("RoofAge", ["1", "2"], Kind.TEXT),
        ("RoofAge", [1, "old"], Kind.TEXT),
        ("RoofAge", [1, 2, 3, "4", "not sure"], Kind.NUMBER),
        ("DownPaymentPercent", [3.5], Kind.NUMBER),
        ("Contact", [7755550100, 1], Kind.IDENTIFIER),
        ("WorkPhone", [7755550100], Kind.PHONE),
        ("Mobile", ["775-555-0100", None], Kind.PHONE),
        ("MobileHome", [True, False], Kind.YES_NO),
        ("MobileHome", ["Yes", "No"], Kind.YES_NO),
        ("HasPhone", [True], Kind.YES_NO),
        ("ZipCode", [1234], Kind.POSTAL_CODE),
        ("BuyerID", [1234], Kind.IDENTIFIER),
        ("PromoCode", [12], Kind.IDENTIFIER),
        ("PolicyNumber", [12], Kind.IDENTIFIER),
        ("NumberOfRooms", [3], Kind.NUMBER),
        ("Paid", [3], Kind.NUMBER),
        ("BirthDate", ["1990-01-31", "0001-01-01T00:00:00Z"], Kind.MOMENT),
        ("BirthDate", ["1990-01-31", "soon"], Kind.TEXT),
        ("When", ["2020-01-01T00:00:00+99:00"], Kind.TEXT),
        ("Page", ["https://example.com/a"], Kind.URL),
        ("Notes", ["a" * 300], Kind.LONG_TEXT),
        ("Tags", [["a"]], Kind.OBJECT),
        ("Other", [], Kind.TEXT),
        ("Other", [None, ""], Kind.TEXT),
        ("Email2", ["a@example.com"], Kind.EMAIL),
        ("EmailOptIn", [True], Kind.YES_NO),
    ],
)
def test_kinds_are_guessed_so_that_no_digit_is_lost(name: str, values: list[Any], kind: Kind):
    assert guess_kind(name, values) is kind


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("LoanAmount", "Loan amount"), ("loan_amount", "Loan amount"), ("IPAddress", "IP address"), ("ZIP", "ZIP"),
        ("Address2", "Address 2"), ("x", "X"), ("_", "_"), ("Größe", "Größe"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_put_into_words(name: str, label: str):
    assert guess_label(name) == label
