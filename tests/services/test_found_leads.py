from __future__ import annotations

import logging

import pytest

from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.lead import Lead
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.same_person import Relation
from leaddesk.domain.turns import in_turns
from leaddesk.services.found_leads import found_leads, reading_found_leads
from leaddesk.services.same_person import all_words, group_found, group_words, grouping_found
from tests.services.look_up_rig import answer, info_of, record


def test_rows_of_all_accounts_come_in_common_columns() -> None:
    lead = record("1", name="Ada Love", phones=["(775) 555-0100 x2", "n/a"], emails=["ADA@example.com", "none"])
    east, west = found_leads([answer("East", lead), answer("West", record("2", name="Bo"))], info_of)
    assert (east.account.name, east.provider_title, east.record, east.title) == ("East", "Scripted", lead, "Ada Love")
    assert [phone.text for phone in east.lead.phones] == ["(775) 555-0100 x2", "n/a"]
    assert east.phones == ("+17755550100", "")
    assert east.emails == ("ada@example.com", "")
    assert (east.key, east.words, east.note) == (("id of East", "1"), "East 1", "")
    assert west.words == "West 2"


def test_a_record_that_cannot_be_read_is_listed_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    odd, nameless, event = record("1", odd="ada@example.com"), record("", name=""), record("3", event="A visit")
    with caplog.at_level(logging.ERROR):
        found = found_leads([answer("East", odd, nameless, event)], info_of)
    assert [lead.title for lead in found] == ["Lead 1", "Lead without an id", "A visit"]
    assert [lead.record for lead in found] == [odd, nameless, event]
    assert found[0].lead == Lead()
    assert [lead.note for lead in found] == [
        "This record could not be read (ValueError); its raw form can.",
        "",
        "This record is no lead.",
    ]
    assert "ValueError" in caplog.text
    assert "ada@example.com" not in caplog.text


def test_an_account_without_rows_is_not_asked_what_it_is() -> None:
    def unknown(key: str) -> ProviderInfo:
        raise InvalidInput((FieldProblem("provider", f"there is no provider “{key}”"),))

    assert found_leads([answer("East")], unknown) == ()


def test_who_is_the_same_person_is_said_with_accounts_and_ids() -> None:
    person = {"phones": ["775-555-0100"], "emails": ["ada@example.com"]}
    found = found_leads(
        [
            answer(
                "East", record("1", name="Ada Love", **person), record("2", name="Grace Hop", phones=["7755550100"])
            ),
            answer("West", record("3", name="Love, Ada", **person)),
        ],
        info_of,
    )
    groups = group_found(found)
    assert [(group.members, group.relation) for group in groups] == [((0, 2), Relation.SAME), ((1,), None)]
    assert all_words(groups, found) == (
        "same person: East 1, West 3: same phone +1 775 555 0100 and same e-mail, same name",
        "shared number: East 1, West 3; East 2: same phone +1 775 555 0100; the names differ",
    )
    assert group_words(groups[1], found) == ""


def test_the_family_that_a_vendor_lists_is_a_household() -> None:
    family = [{"name": "Ann Love", "relation": "Spouse", "phones": ["(775) 555-0101"], "emails": []}]
    found = found_leads(
        [
            answer(
                "East", record("1", name="Ada Love", family=family), record("2", name="Ann Love", phones=["7755550101"])
            )
        ],
        info_of,
    )
    assert all_words(group_found(found), found) == (
        "household: East 1; East 2: same phone and name as Ann Love (Spouse), listed as family of Ada Love",
    )


@pytest.mark.anyio
async def test_hundreds_are_read_and_grouped_in_turns() -> None:
    answers = [answer("East", *(record(str(number), name=f"Name{number} Love") for number in range(60)))]
    found = await in_turns(reading_found_leads(answers, info_of))
    assert len(found) == 60
    assert sum(1 for _ in reading_found_leads(answers, info_of)) == 6
    assert await in_turns(grouping_found(found)) == group_found(found)
