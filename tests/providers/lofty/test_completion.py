"""A lead read again, whole, on request."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leaddesk.domain.errors import AnswerNotUnderstood, CredentialsRefused
from tests.providers.lofty.scripted import LEADS, ScriptedTransport, answer, connect, lead, record_of, refusal

pytestmark = pytest.mark.anyio

NOTE = {
    "content": "Wants <b>a pool</b>",
    "createTime": "2026-01-06 10:00:00",
    "creatorName": "Dana",
    "systemNote": False,
}
VISIT = {
    "type": "Browse",
    "created": 1_767_780_000_000,
    "listing": {"streetAddress": "1 Example Court", "city": "Reno"},
}
CALL = {
    "activityTime": "2026-01-08T10:00:00-08:00", "channel": "Call", "direction": "Inbound", "callingOutcome": "Talked",
    "communicationType": "Logged", "note": "<p>Rang back</p>",
}  # fmt: skip


def transport(**changes: Any) -> ScriptedTransport:
    paths = {
        "lead": f"{LEADS}/1", "notes": "/v1.0/notes", "visits": f"{LEADS}/1/activities",
        "contacts": "/v2.0/leads/1/activities", "calls": "/v1.0/communication/call/v2",
        "texts": "/v1.0/communication/text", "emails": "/v1.0/communication/email",
    }  # fmt: skip
    replies = {
        "lead": answer({"lead": lead(1, stage="Lost")}), "notes": answer({"notes": [NOTE]}), "visits": answer([VISIT]),
        "contacts": answer({"activities": [CALL]}), "calls": answer({"calls": []}), "texts": answer({"texts": []}),
        "emails": answer({"emails": []}),
    } | changes  # fmt: skip
    return ScriptedTransport({paths[name]: [reply] for name, reply in replies.items()})


async def complete(found: ScriptedTransport, row: Any = None):
    return await connect(found).complete(record_of(row or lead(1, stage="New", score=7)), ())


async def test_all_parts_stand_in_the_timeline_in_order():
    sent = transport()
    detail = await complete(sent)
    assert detail.lead is not None
    assert (detail.lead.stage, detail.lead.grade) == ("Lost", "score 7")
    assert [(event.kind, event.words) for event in detail.timeline] == [
        ("added", "Lead added"),
        ("note", "Note by Dana: Wants a pool"),
        ("visit", "Browse: 1 Example Court, Reno"),
        ("call", "Call inbound: Logged; Talked; Rang back"),
    ]
    assert detail.notes == ()
    assert [(request.url.rpartition("lofty.com")[2], dict(request.params)) for request in sent.sent] == [
        ("/v1.0/leads/1", {}),
        ("/v1.0/notes", {"leadId": "1", "includeSystemNote": "true"}),
        ("/v1.0/leads/1/activities", {"curPage": "0"}),
        ("/v2.0/leads/1/activities", {"limit": "1000", "timeZoneCode": "UTC"}),
    ]


async def test_the_raw_tab_holds_all_that_came_untouched():
    detail = await complete(transport())
    raw = json.loads(detail.source)
    assert raw == {
        "lead": lead(1, stage="Lost"), "notes": [NOTE], "visits to the site": [VISIT],
        "calls, texts and e-mails": [CALL],
    }  # fmt: skip


@pytest.mark.parametrize("contacts", [answer({"activities": []}), refusal(403, 200100)])
async def test_where_the_joint_list_gives_nothing_the_three_single_ones_are_read(contacts: Any):
    call = {"createTime": "2026-01-08 18:00:00", "direction": "Outbound", "leadPhoneNumber": "2125550123"}
    text = {"textTime": "2026-01-08 19:00:00", "textContent": "Hello"}
    email = {"emailEventTime": "2026-01-08 20:00:00", "emailSubject": "Homes", "eventType": "Opened"}
    detail = await complete(
        transport(
            contacts=contacts,
            calls=answer({"calls": [call]}),
            texts=answer([text]),
            emails=answer({"code": 0, "data": {"emails": [email]}}),
        )
    )
    assert [(event.kind, event.words) for event in detail.timeline[-3:]] == [
        ("call", "Call outbound: 2125550123"),
        ("text", "Text: Hello"),
        ("email", "Email: Opened; Homes"),
    ]


async def test_a_part_that_fails_is_a_note_and_the_rest_stays():
    detail = await complete(transport(notes=refusal(404, 20006), lead=answer(lead(2))))
    assert detail.lead is not None
    assert detail.lead.stage == "New"
    assert len(detail.notes) == 2
    assert "another lead" in detail.notes[0]
    assert detail.notes[1].startswith("The notes could not be read")
    assert len(detail.timeline) == 3


async def test_only_when_nothing_came_it_is_an_error():
    refused = refusal(401, 20004)
    everything = dict.fromkeys(("lead", "notes", "visits", "contacts", "calls", "texts", "emails"), refused)
    with pytest.raises(CredentialsRefused):
        await complete(transport(**everything))


async def test_entries_without_a_time_and_lists_that_may_go_on_are_said():
    detail = await complete(transport(notes=answer({"notes": [{"content": "when?"}, 7]}), visits=answer([VISIT] * 100)))
    assert "2 of the notes name no readable time" in detail.notes[0]
    assert "more visits to the site than the 100" in detail.notes[1]
    assert sum(event.kind == "visit" for event in detail.timeline) == 100


async def test_a_lead_without_an_id_cannot_be_read_again():
    with pytest.raises(AnswerNotUnderstood):
        await connect(transport()).complete(record_of({"firstName": "Ada"}, ""), ())
