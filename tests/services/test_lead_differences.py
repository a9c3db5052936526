from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from leaddesk.domain.lead import Email, Lead, Phone, Place, Validity
from leaddesk.services.found_leads import FoundLead
from leaddesk.services.lead_differences import Difference, compare
from tests.services.look_up_rig import answer, record

CENTRAL = timezone(timedelta(hours=-6))


def found(of: str, /, **values: Any) -> FoundLead:
    account = answer(of).account
    phones = values.pop("international", ())
    emails = values.pop("normal", ())
    return FoundLead(account, "Scripted", record("1"), (), of, Lead(**values), phones, emails)


def rows(*leads: FoundLead) -> dict[str, Difference]:
    return {row.key: row for row in compare(leads)}


def test_the_rows_come_in_the_order_of_their_weight() -> None:
    assert [row.key for row in compare([found("East"), found("West")])] == [
        "do_not_contact", "consent", "stage", "validity", "owner", "source", "campaign", "price", "added", "updated",
        "name", "phones", "emails", "address",
    ]  # fmt: skip


def test_do_not_call_in_one_and_compliant_in_another_is_important() -> None:
    row = rows(found("Lofty", do_not_contact=("Must not be called",)), found("LeadExec", consent_flag=True))[
        "do_not_contact"
    ]
    assert row == Difference(
        "do_not_contact",
        "Do not contact",
        ("Must not be called.", ""),
        differs=True,
        important=True,
        note="Lofty says: Must not be called. LeadExec says “compliant”.",
    )


def test_do_not_call_where_another_does_not_say_so_is_important_too() -> None:
    flags = ("Must not be called.", "No e-mail.")
    row = rows(found("Lofty", do_not_contact=flags), found("East"), found("West", consent_flag=False))["do_not_contact"]
    assert (row.differs, row.important) == (True, True)
    assert row.texts[0] == "Must not be called. No e-mail."
    assert row.note == (
        "Lofty says: Must not be called. No e-mail. East does not say so. West says there is no consent."
    )


@pytest.mark.parametrize("flags", [(), ("Must not be called",)])
def test_flags_on_which_all_agree_are_not_marked(flags: tuple[str, ...]) -> None:
    row = rows(found("East", do_not_contact=flags), found("West", do_not_contact=flags))["do_not_contact"]
    assert (row.differs, row.important, row.note) == (False, False, "")


def test_consent_given_in_one_and_not_in_another_is_important() -> None:
    row = rows(found("East", consent_flag=True), found("West", consent_flag=False), found("North"))["consent"]
    assert row.texts == ("consent given", "no consent", "")
    assert (row.differs, row.important) == (True, True)
    assert row.note == "East: consent given. West: no consent."
    silent = rows(found("East", consent_flag=True), found("West"))["consent"]
    assert (silent.differs, silent.important) == (False, False)


@pytest.mark.parametrize(
    ("key", "one", "other", "texts"),
    [
        ("stage", {"stage": "New"}, {"stage": "Contacted"}, ("New", "Contacted")),
        ("owner", {"owner": "Ann"}, {"owner": "Bob"}, ("Ann", "Bob")),
        ("source", {"source": "Web"}, {"source": "Fair"}, ("Web", "Fair")),
        ("campaign", {"campaign": "A"}, {"campaign": "B"}, ("A", "B")),
        ("price", {"price": 41.5}, {"price": 1200.0}, ("41.50", "1,200.00")),
        (
            "validity",
            {"validity": Validity(is_valid=True)},
            {"validity": Validity(is_valid=False, reason="Wrong number")},
            ("valid", "not valid, Wrong number"),
        ),
        (
            "added",
            {"added": datetime(2026, 1, 31, 8, tzinfo=UTC)},
            {"added": datetime(2026, 1, 31, 8, tzinfo=CENTRAL)},
            ("2026-01-31 08:00 UTC", "2026-01-31 14:00 UTC"),
        ),
        (
            "updated",
            {"updated": datetime(2026, 1, 31, 8)},  # noqa: DTZ001 - as a vendor without zones has it
            {"updated": datetime(2026, 1, 31, 8, tzinfo=UTC)},
            ("2026-01-31 08:00 (zone not given)", "2026-01-31 08:00 UTC"),
        ),
        ("name", {"name": "Bob Love"}, {"name": "Robert Love"}, ("Bob Love", "Robert Love")),
        (
            "address",
            {"place": Place(street="1 Main St", city="Reno")},
            {"place": Place(street="2 Main St", city="Reno")},
            ("1 Main St, Reno", "2 Main St, Reno"),
        ),
        (
            "phones",
            {"phones": (Phone("775 555 0100", "Phone"),), "international": ("+17755550100",)},
            {"phones": (Phone("775 555 0101", ""),), "international": ("+17755550101",)},
            ("775 555 0100 (Phone)", "775 555 0101"),
        ),
        (
            "phones",
            {"phones": (Phone("555-0100", ""),), "international": ("",)},
            {"phones": (Phone("555-0101", ""),), "international": ("",)},
            ("555-0100", "555-0101"),
        ),
        (
            "emails",
            {"emails": (Email("Ada@example.com", ""),), "normal": ("ada@example.com",)},
            {"emails": (Email("ada@example.net", ""),), "normal": ("ada@example.net",)},
            ("Ada@example.com", "ada@example.net"),
        ),
    ],
)
def test_a_value_that_differs_is_marked_and_one_that_is_missing_is_not(
    key: str, one: dict[str, Any], other: dict[str, Any], texts: tuple[str, str]
) -> None:
    row = rows(found("East", **one), found("West", **other))[key]
    assert (row.texts, row.differs, row.important) == (texts, True, False)
    missing = rows(found("East", **one), found("West"))[key]
    assert (missing.texts, missing.differs) == ((texts[0], ""), False)


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("name", {"name": "ADA LOVE"}, {"name": "Love, Ada"}),
        ("stage", {"stage": "Not contacted"}, {"stage": "not-contacted"}),
        (
            "phones",
            {"phones": (Phone("7755550100", ""), Phone("0", "")), "international": ("+17755550100", "")},
            {"phones": (Phone("775-555-0100 x2", ""),), "international": ("+17755550100",)},
        ),
        (
            "added",
            {"added": datetime(2026, 1, 31, 14, tzinfo=UTC)},
            {"added": datetime(2026, 1, 31, 8, tzinfo=CENTRAL)},
        ),
    ],
)
def test_another_spelling_of_the_same_value_is_no_difference(
    key: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert not rows(found("East", **one), found("West", **other))[key].differs
