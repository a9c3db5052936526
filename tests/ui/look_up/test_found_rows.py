"""What was found keeps its order, whatever comes when; nothing is dropped, and nobody is merged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leaddesk.services.found_leads import FoundLead
from leaddesk.services.look_up import LookUpState
from leaddesk.ui.look_up.found_rows import FoundRows
from tests.services.look_up_rig import answer, info_of, record
from tests.ui.look_up.look_up_parts import ADA, BOB, ELSE, answers_of, found_in

pytestmark = pytest.mark.anyio


def ids(leads: tuple[FoundLead, ...]) -> list[str]:
    return [lead.record.id for lead in leads]


async def test_rows_stand_in_the_order_in_which_their_accounts_answered():
    east, west = answers_of(East=ADA, West=[BOB, ELSE])
    rows = FoundRows(info_of)
    assert ids((await rows.take([replace(east, records=()), west])).leads) == ["West-0", "West-1"]
    assert ids((await rows.take([east, west])).leads) == ["West-0", "West-1", "East-0"]


async def test_a_lead_keeps_its_place_when_its_account_is_asked_again():
    east, west = answers_of(East=[ADA, ELSE], West=BOB)
    rows = FoundRows(info_of)
    await rows.take([east, west])
    older = record("older", **BOB)
    wider = replace(east, records=(older, *east.records))
    assert ids((await rows.take([wider, west])).leads) == ["East-0", "East-1", "West-0", "older"]
    assert ids((await rows.take([replace(east, records=(older,)), west])).leads) == ["West-0", "older"]


async def test_what_stands_while_an_account_is_asked_again_stays():
    (east,) = answers_of(East=ADA)
    rows = FoundRows(info_of)
    before = await rows.take([east])
    after = await rows.take([replace(east, state=LookUpState.SEARCHING)])
    assert after.leads[0] is before.leads[0], "it is not read anew"


async def test_one_id_sent_twice_is_two_rows():
    twice = answer("East", record("7", **ADA), record("7", **BOB))
    found = await FoundRows(info_of).take([twice])
    assert [lead.lead.name for lead in found.leads] == ["Ada Lovelace", "Bob Nye"]
    assert len(set(found.keys)) == 2


async def test_equal_ids_of_two_accounts_are_two_rows():
    found = await FoundRows(info_of).take([answer("East", record("7", **ADA)), answer("West", record("7", **ADA))])
    assert len(found.keys) == 2
    assert len(found.groups) == 1


async def test_a_record_that_cannot_be_read_is_found_all_the_same():
    found = await FoundRows(info_of).take([answer("East", record("7", odd="?"))])
    assert "could not be read" in found.leads[0].note


def test_every_lead_is_in_one_group():
    found = found_in(*answers_of(East=ADA, West=[BOB, ELSE], North=ADA))
    assert sorted(place for group in found.groups for place in group.members) == [0, 1, 2, 3]
    assert found.group_at(0).members == (0, 3)
    assert found.group_at(1).members == (1,)
