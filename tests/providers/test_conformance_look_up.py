"""One person looked up with every provider: by phone, e-mail, id and name, with junk around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leaddesk.demo.person import Person
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.lead import Lead
from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS, LookUpAsked, LookUpResult
from leaddesk.domain.record import Record, RecordKind
from leaddesk.phone_numbers import international, is_same_number
from leaddesk.services.look_up_text import LookUpKind, build_asked
from tests.providers.conformance_rig import FAILURE, KEYS, StandIn, StandIns, connected

pytestmark = pytest.mark.anyio
Standing = Callable[..., StandIn]
every_provider = pytest.mark.parametrize("key", KEYS)

NOBODYS_PHONE = "+1 (907) 555-0199"


def texts_for(person: Person) -> dict[LookUpKind, str]:
    """As they are typed while somebody is on the phone, junk and all."""
    phone = person.contact.phone
    return {
        LookUpKind.PHONE: f"  tel.: +1 ({phone[:3]})\u00a0{phone[3:6]} - {phone[6:]} (mobile?) ",
        LookUpKind.EMAIL: f"“{person.full_name}” <{person.contact.email.upper()}>;",
        LookUpKind.NAME: f" {person.full_name.lower()} ",
    }


def lead_of(stand_in: StandIn, record: Record, result: LookUpResult) -> Lead:
    spec = next(spec for spec in stand_in.info.searches if spec.record_kind is RecordKind.LEAD)
    lead = stand_in.info.read_detail(record, result.columns or spec.columns).lead
    assert lead is not None
    return lead


def has_phone(lead: Lead, phone: str) -> bool:
    return any(is_same_number(item.text, phone) for item in lead.phones)


def has_email(lead: Lead, email: str) -> bool:
    return any(item.text.casefold() == email.casefold() for item in lead.emails)


def assert_says_what_it_did(result: LookUpResult) -> None:
    assert any(part.searched for part in result.parts), "it says what was searched"
    assert not any(part.failed for part in result.parts)
    for part in result.parts:
        assert part.words
        assert not part.words.endswith(".")
        assert "\n" not in part.words
    ids = [record.id for record in result.records]
    assert len(set(ids)) == len(ids)


@every_provider
@pytest.mark.parametrize("kind", [LookUpKind.PHONE, LookUpKind.EMAIL, LookUpKind.NAME])
async def test_a_person_is_found_with_junk_around_it(standing: Standing, person: Person, key: str, kind: LookUpKind):
    stand_in = standing(key)
    asked = build_asked(texts_for(person)[kind], kind, days=WIDER_LOOK_UP_DAYS)
    async with connected(stand_in) as provider:
        result = await provider.look_up(asked)
    assert_says_what_it_did(result)
    leads = [lead_of(stand_in, record, result) for record in result.records]
    mine = [lead for lead in leads if has_phone(lead, person.contact.phone) and has_email(lead, person.contact.email)]
    assert mine
    assert any(lead.name == person.full_name for lead in mine)
    if kind is LookUpKind.PHONE:
        assert all(has_phone(lead, person.contact.phone) for lead in leads)
    if kind is LookUpKind.EMAIL:
        assert all(has_email(lead, person.contact.email) for lead in leads)
    for record in result.records:
        assert (record.provider, record.kind) == (key, RecordKind.LEAD)
        assert record.source in b"".join(stand_in.instead.answers), "found leads are kept as they came"


@every_provider
async def test_a_lead_is_found_by_its_id(standing: Standing, person: Person, key: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        by_email = await provider.look_up(build_asked(person.contact.email, days=WIDER_LOOK_UP_DAYS))
        wanted = by_email.records[0].id
        result = await provider.look_up(build_asked(f" #{wanted} ", LookUpKind.ID, days=WIDER_LOOK_UP_DAYS))
    assert_says_what_it_did(result)
    assert wanted in {record.id for record in result.records}
    assert person.full_name in {lead_of(stand_in, record, result).name for record in result.records}


UNKNOWN = {
    LookUpKind.PHONE: NOBODYS_PHONE,
    LookUpKind.EMAIL: "nobody.at.all@example.com",
    LookUpKind.NAME: "Nobody Whatsoever",
}


@every_provider
@pytest.mark.parametrize("kind", UNKNOWN)
async def test_whom_nobody_knows_is_not_found_and_what_was_searched_is_said(
    standing: Standing, all_stand_ins: StandIns, key: str, kind: LookUpKind
):
    phones = {
        international(phone)
        for one in all_stand_ins.population.people
        for phone in (one.contact.phone, one.contact.mobile_phone, one.contact.work_phone)
        if phone
    }
    assert international(NOBODYS_PHONE) not in phones
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        result = await provider.look_up(build_asked(UNKNOWN[kind], kind))
        wider = await provider.look_up(build_asked(UNKNOWN[kind], kind, days=WIDER_LOOK_UP_DAYS))
    for each in (result, wider):
        assert each.records == ()
        assert_says_what_it_did(each)
        assert any(not part.searched for part in each.parts), "no look-up sees everything"
    assert not wider.can_widen
    if result.can_widen:
        assert result.parts != wider.parts


@every_provider
async def test_what_cannot_be_looked_up_is_said_and_not_sent(standing: Standing, key: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        for kind, text in (("colour", "blue"), ("phone", "12"), ("id", "no id at all"), ("name", "")):
            result = await provider.look_up(LookUpAsked(kind, text))
            assert result.records == ()
            assert result.parts
            assert not any(part.searched for part in result.parts)
    pages = set(stand_in.facts.pages.values()) | set(stand_in.facts.parts)
    assert not pages & set(stand_in.instead.asked) - {"getFields"}


@every_provider
async def test_a_look_up_that_cannot_be_made_raises_one_error(standing: Standing, person: Person, key: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        stand_in.spoil(always=FAILURE)
        for text in texts_for(person).values():
            with pytest.raises(LeaddeskError):
                await provider.look_up(build_asked(text))
        stand_in.heal()
        result = await provider.look_up(build_asked(person.contact.email, days=WIDER_LOOK_UP_DAYS))
    assert result.records
