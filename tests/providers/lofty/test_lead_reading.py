"""A lead read into tabs: nothing left out, nothing shown as something it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.errors import AnswerNotUnderstood
from leaddesk.domain.lead import FamilyMember, Place
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import FieldValue, RecordDetail
from leaddesk.providers.lofty.lead_reading import read_detail, read_lead, read_lead_detail
from leaddesk.providers.lofty.spec import LOFTY
from tests.providers.lofty.sample_lead import full_lead
from tests.providers.lofty.scripted import record_of

DETAIL = read_lead_detail(full_lead())


def row(label: str, tab: str, detail: RecordDetail = DETAIL) -> FieldValue:
    group = next(group for group in detail.groups if group.key == tab)
    return next(row for row in group.rows if row.label == label)


def leaves(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, item in enumerate(value):
            yield from leaves(item, f"{path}[{number}]")
    else:
        yield path


def test_every_value_of_a_lead_stands_in_some_tab():
    shown = {row.name for group in DETAIL.groups for row in group.rows}
    shown |= {name.partition("[")[0] for name in shown}
    own_place = {"propertySource.name": "propertySource"}
    for path in leaves(full_lead()):
        if path.startswith("customAttributes"):
            continue
        name = own_place.get(path, path)
        assert name in shown or name.startswith("leadInquiry.locations"), path


def test_the_summary_is_what_every_provider_has():
    lead = read_lead(full_lead())
    assert (lead.name, lead.source, lead.stage, lead.owner, lead.grade) == (
        "Ada Test", "Open house", "New Leads", "Dana Whitfield", "score 40",
    )  # fmt: skip
    assert [email.text for email in lead.emails] == ["ada@example.com", "ada.work@example.net"]
    assert [(phone.text, phone.label) for phone in lead.phones] == [
        ("+12125550123", "Phone (do-not-call number)"),
        ("2125550124", "Phone (do-not-call contact)"),
        ("2125550125", "Phone"),
    ]
    assert lead.added == datetime(2026, 1, 5, 9, 10, 11, tzinfo=UTC)
    assert lead.updated == datetime(2026, 1, 9, tzinfo=UTC)
    assert lead.family == (FamilyMember("Bo Test", "Spouse", ("2125550123",), ()),)
    assert lead.price is None
    assert lead.consent_flag is None


def test_the_address_is_the_property_that_mail_goes_to_and_only_else_the_old_fields():
    assert read_lead(full_lead()).place == Place("2 New Rd", "Cupertino", "CA", "09501")
    without = full_lead(leadPropertyList=[{"streetAddress": "9 Example Court", "mailAddress": False}])
    assert read_lead(without).place == Place("1 Old St", "Reno", "NV", "00501")
    assert read_lead(
        full_lead(leadPropertyList=None, streetAddress=None, city=None, state=None, zipCode=None)
    ).place == (Place())


def test_do_not_contact_is_said_in_plain_sentences():
    sentences = read_lead(full_lead(hiddenFlag=True, cannotEmail="true")).do_not_contact
    assert len(sentences) == 7
    text = " ".join(sentences)
    for words in (
        "Do not call: ",
        "Do not text: ",
        "Do not e-mail: ",
        "Unsubscribed",
        "Hidden",
        "+12125550123",
        "2125550124",
    ):
        assert words in text
    assert "2125550125" not in text
    free = full_lead(cannotCall=False, cannotText=None, unsubscription=False, phoneStatuses=[2, 3, 1])
    assert read_lead(free).do_not_contact == ()


@pytest.mark.parametrize(
    ("status", "words"),
    [(1, "invalid number"), (2, "valid number"), (3, "talked to on this number"), (4, "do-not-call number"),
     (5, "do-not-call contact"), (9, "state 9"), (0, ""), (None, "")],
)  # fmt: skip
def test_phone_states_are_in_words(status: Any, words: str):
    detail = read_lead_detail(full_lead(phoneStatuses=[status]))
    assert row("Phone 1", "contact", detail).meaning == words


def test_what_was_not_set_is_said_and_never_shown_as_a_number():
    for label, tab in [("Price from", "inquiry"), ("Bedrooms to", "inquiry"), ("Property 2: Price", "properties"),
                       ("Property 2: Floors", "properties"), ("Property 1: Lot size", "properties"), ("Source id", "lead")]:  # fmt: skip
        found = row(label, tab)
        assert (found.cell, found.meaning) == (None, "not set")
    for label in ("Lender user id", "Pond id", "Lender: Holder’s user id"):
        found = row(label, "handling")
        assert (found.cell, found.meaning) == (None, "none")
    assert row("Price to", "inquiry").cell == 450000
    assert row("Property 2: Lot size", "properties").cell == 26.33


def test_nested_parts_are_readable():
    assert row("Kinds of property", "inquiry").cell == "Condo, Townhouse"
    assert row("Places", "inquiry").meaning == "Austin, TX; 00501"
    assert row("mood", "inquiry").cell == "keen"
    assert row("Lead types", "lead").meaning == "buyer, seller, type 42"
    assert row("Wishes", "custom").cell == "Pool, Garage"
    assert row("Wishes", "custom").meaning == "multi select: Pool, Garage, Garden"
    assert (row("Budget", "custom").cell, row("Budget", "custom").kind) == (1500, Kind.MONEY)
    assert row("Lease ends: by", "custom").cell == "x"
    assert row("Tag 1: Tag", "tags").cell == "Open house, May"
    assert row("Tag 1: color", "tags").cell == "red"
    assert row("Segments", "tags").cell == "Investors, Downtown"
    assert row("Groups (old)", "tags").cell is None
    assert row("ISA: Held by", "handling").cell == "Priya Nair"
    assert row("Owned by", "handling").meaning == "owned by the team"
    assert row("Member 1: Relationship", "family").cell == "Spouse"
    assert row("Member 1: Phones", "family").cell == "2125550123"
    assert row("Property 2: solar", "properties").raw is True


def test_dates_are_dates_and_what_is_none_stays_as_sent():
    assert row("Created", "lead").cell == datetime(2026, 1, 5, 9, 10, 11, tzinfo=UTC)
    assert row("Last contact", "lead").cell is None
    assert row("Last visit", "lead").cell == ""
    assert row("Birthday", "lead").cell == "May 7, 1980"
    assert row("Pre-qualified", "lead").cell == "N/A"


def test_missing_keys_are_told_from_empty_ones_and_unknown_ones_are_kept():
    detail = read_lead_detail({"leadId": 5, "brandNew": {"a": 1}})
    assert row("First name", "lead", detail).raw is NOT_SENT
    assert row("Segments", "tags", detail).raw is NOT_SENT
    assert row("brandNew", "other", detail).raw == {"a": 1}
    assert row("propertySource", "other").raw == {"name": "MLS"}
    notes = {group.key: group.note for group in detail.groups if not group.rows}
    assert notes["family"] == "Lofty did not send this section for this lead."
    assert read_lead_detail({"leadFamilyMemberList": None}).groups[5].note == "Lofty sent no family for this lead."


def test_names_and_ids_make_the_title():
    assert (DETAIL.title, DETAIL.subtitle) == ("Ada Test", "Lead 1100000000000001")
    nameless = read_lead_detail({"leadId": 5})
    assert (nameless.title, nameless.subtitle) == ("Lead 5", "Lead 5")
    assert read_lead_detail({}).subtitle == "Lofty sent no id for this lead"
    assert read_lead({"pondName": "Unworked"}).owner == "nobody: in the pond “Unworked”"


def test_the_timeline_holds_every_date_of_the_lead_in_order():
    words = [event.words for event in DETAIL.timeline]
    assert words == [
        "Lead added from Open house", "Inquiry made", "Assigned to Dana Whitfield", "Tag “Open house, May” added",
        "Lead last updated",
    ]  # fmt: skip


@pytest.mark.parametrize("value", [None, 5, "x", True, [], {}, [None, 3, "x", {}], {"a": [1]}])
def test_any_value_in_any_place_is_read_without_a_crash(value: Any):
    for key in full_lead():
        detail = read_lead_detail(full_lead(**{key: value}))
        assert detail.lead is not None
        for group in detail.groups:
            assert [found.cell for found in group.rows] or group.note
    for part in ("leadInquiry",):
        read_lead_detail(full_lead(**{part: dict.fromkeys(full_lead()[part], value)}))
    for part in ("leadPropertyList", "customAttributes", "tags", "leadFamilyMemberList", "customRoleList"):
        read_lead_detail(full_lead(**{part: [dict.fromkeys(full_lead()[part][0], value)]}))


def test_a_record_is_read_by_what_the_provider_declares():
    assert LOFTY.read_detail(record_of(full_lead()), ()).title == "Ada Test"
    for broken in (b"7", b"{"):
        with pytest.raises(AnswerNotUnderstood):
            read_detail(Record("a1", "lofty", RecordKind.LEAD, "1", broken, 0))
