from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.consent import ConsentState
from leaddesk.domain.errors import AnswerNotUnderstood
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import FieldValue, RecordDetail
from leaddesk.providers.leadexec.record_reading import read_detail
from tests.providers.leadexec.seed_samples import full_lead, inbound_ping, outbound_ping


def detail_of(values: Any, kind: RecordKind = RecordKind.LEAD) -> RecordDetail:
    return read_detail(Record("a1", "leadexec", kind, "1", json.dumps(values).encode(), 0))


def names_of(rows: tuple[FieldValue, ...]) -> set[str]:
    return {row.name for row in rows}


def rows_of(detail: RecordDetail) -> dict[str, tuple[FieldValue, ...]]:
    return {group.key: group.rows for group in (*detail.groups, *detail.closing_groups)}


def test_a_full_lead_is_summed_up():
    lead = detail_of(full_lead()).lead
    assert lead is not None
    assert lead.name == "Ada Test"
    assert [(phone.text, phone.label) for phone in lead.phones] == [
        ("7755550100", "Phone"),
        ("7755550199", "Phone of the consent record"),
    ]
    assert [email.text for email in lead.emails] == ["ada@example.com"]
    assert lead.place.one_line() == "1 Main St, Reno, NV 01234, US"
    assert (lead.place.latitude, lead.place.longitude) == (30.0, -75.0)
    assert (lead.time_zone, lead.source, lead.channel, lead.grade) == ("Eastern", "Example Source", "Web", "B")
    assert lead.price == 12.5
    assert lead.owner == ""
    assert lead.added == datetime(2019, 9, 8, 7, 25, 49, 870000, tzinfo=UTC)
    assert lead.updated == datetime(2020, 9, 29, 18, 17, 0, 832000, tzinfo=UTC)
    assert (lead.validity.is_valid, lead.validity.return_status) == (True, "Not Returned")
    assert lead.consent_flag is True


def test_every_key_of_the_document_can_be_reached_in_the_pane():
    record = full_lead()
    detail = detail_of(record)
    rows = rows_of(detail)
    assert names_of(rows["fields"]) == set(record["Fields"])
    assert names_of(rows["properties"]) == {*record["Properties"], "UID", "LastUpdated"}
    assert names_of(rows["verification"]) == set(record["TrestleVerification"])
    assert detail.consent is not None
    assert names_of(detail.consent.rows) == set(record["TCPAInformation"])
    assert len(detail.consent.rows) == 28
    assert detail.sends is not None
    assert names_of(detail.sends.sends[0].rows) == set(record["SendInformation"]["Sends"][0])
    assert (detail.sends.revenue, detail.sends.announced) == (30.25, 1)
    assert all(row.label and row.raw is not NOT_SENT for group in rows.values() for row in group)


def test_unknown_keys_are_kept_wherever_they_stand():
    record = full_lead()
    record["Brand"] = {"New": 1}
    record["TopText"] = "t"
    for section in ("Properties", "TCPAInformation", "SendInformation", "TrestleVerification"):
        record[section]["NewKey"] = "n"
    record["SendInformation"]["Sends"][0]["NewKey"] = "n"
    detail = detail_of(record)
    rows = rows_of(detail)
    assert {row.name: row.raw for row in rows["other"]} == {"Brand": {"New": 1}, "TopText": "t"}
    assert detail.consent is not None
    assert detail.sends is not None
    for found in (rows["properties"], rows["verification"], detail.consent.rows, detail.sends.sends[0].rows):
        assert "NewKey" in names_of(found)
    assert names_of(detail.sends.other_rows) == {"NewKey"}


def test_a_section_of_another_type_is_shown_as_it_came():
    detail = detail_of({"Fields": "text", "Properties": [1], "SendInformation": 5, "TCPAInformation": "x"})
    assert {row.name: row.raw for row in rows_of(detail)["other"]} == {
        "Fields": "text",
        "Properties": [1],
        "SendInformation": 5,
        "TCPAInformation": "x",
    }


def test_a_documented_property_that_did_not_come_is_told_apart_from_an_empty_one():
    rows = {
        row.name: row.raw for row in rows_of(detail_of({"Properties": {"Channel": "", "Price": None}}))["properties"]
    }
    assert rows["Channel"] == ""
    assert rows["Price"] is None
    assert rows["LeadGrade"] is NOT_SENT


@pytest.mark.parametrize("owner", ["Not Assigned", "N/A", "", None])
def test_words_for_nothing_are_nothing_in_the_summary(owner: Any):
    lead = detail_of({"Properties": {"UserAssigned": owner, "LeadSource": owner}}).lead
    assert lead is not None
    assert (lead.owner, lead.source) == ("", "")


def test_phones_and_addresses_are_found_under_any_name():
    fields = {
        "Phone": 0, "CellPhone": "(775) 555-0101", "Phone2": None, "WorkPhoneNumber": 7755550102, "HasPhone": True,
        "Fax": "775-555-0103", "SecondaryEmail": "b@example.com", "E-Mail": "", "EmailOptIn": True,
    }  # fmt: skip
    lead = detail_of({"Fields": fields, "TCPAInformation": {"PhoneNumber": "0"}}).lead
    assert lead is not None
    assert [(phone.label, phone.text) for phone in lead.phones] == [
        ("Cell phone", "(775) 555-0101"),
        ("Work phone number", "7755550102"),
        ("Fax", "775-555-0103"),
    ]
    assert [(email.label, email.text) for email in lead.emails] == [("Secondary email", "b@example.com")]


def test_the_phone_of_the_consent_record_is_not_repeated():
    lead = detail_of({"Fields": {"Phone": "(775) 555-0100"}, "TCPAInformation": {"PhoneNumber": "7755550100"}}).lead
    assert lead is not None
    assert len(lead.phones) == 1


def test_a_place_at_nought_is_no_place():
    lead = detail_of({"Properties": {"Lat": 0.0, "Long": 0}}).lead
    assert lead is not None
    assert (lead.place.latitude, lead.place.longitude) == (None, None)


CONSENT_CASES: list[tuple[Any, Any, ConsentState, bool]] = [
    ({"ConsentGiven": True}, None, ConsentState.GIVEN, True),
    ({"ConsentGiven": "True"}, None, ConsentState.GIVEN, True),
    ({"ConsentGiven": False}, True, ConsentState.NOT_GIVEN, True),
    ({"ConsentGiven": False}, None, ConsentState.NOT_GIVEN, True),
    ({"ConsentGiven": None}, None, ConsentState.NOT_KNOWN, True),
    ({"ConsentGiven": ""}, None, ConsentState.NOT_KNOWN, True),
    ({}, None, ConsentState.NOT_KNOWN, True),
    ({}, True, ConsentState.GIVEN, True),
    (None, None, ConsentState.NOT_KNOWN, False),
    (None, "", ConsentState.NOT_KNOWN, False),
    (None, True, ConsentState.GIVEN, False),
    (None, False, ConsentState.NOT_GIVEN, False),
]


@pytest.mark.parametrize(("section", "flag", "state", "was_sent"), CONSENT_CASES)
def test_consent_has_three_states_that_are_never_mixed_up(section: Any, flag: Any, state: ConsentState, was_sent: bool):
    record = {"TCPAInformation": section, "Properties": {} if flag is None else {"TCPACompliant": flag}}
    consent = detail_of(record).consent
    assert consent is not None
    assert (consent.state, consent.was_sent) == (state, was_sent)
    assert consent.why.endswith(".")


def test_a_consent_record_that_disagrees_with_the_lead_says_so():
    consent = detail_of({"TCPAInformation": {"ConsentGiven": True}, "Properties": {"TCPACompliant": False}}).consent
    assert consent is not None
    assert "the two disagree" in consent.why


def test_consent_evidence_is_read():
    consent = detail_of(full_lead()).consent
    assert consent is not None
    assert consent.text == "I agree to be called."
    assert [moment.label for moment in consent.moments] == ["Requested", "Received", "Text requested on"]
    assert all(moment.moment is not None for moment in consent.moments)
    assert (consent.is_mobile, consent.seconds_on_site, consent.seconds_on_form) == (True, 42, 21.5)
    assert (consent.form_url, consent.referrer_url) == ("https://example.com/form", "https://example.com/r")
    assert ("Phone", "7755550199") in consent.person


def test_a_send_is_read_with_its_reads():
    sends = detail_of(full_lead()).sends
    assert sends is not None
    (send,) = sends.sends
    assert (send.id, send.client, send.accepted, send.price, send.read_count) == ("11", "Example Buyer", True, 30.25, 2)
    assert send.return_words == ""
    assert send.next_appointment is None
    assert send.email_reads[0].ip_address == "192.0.2.9"
    assert "hunter2" not in repr(send).replace(repr(send.rows), "")


@pytest.mark.parametrize("nothing", [None, []])
def test_lists_of_a_send_may_be_null_or_missing(nothing: Any):
    record = {"SendInformation": {"Sends": [{"EmailReads": nothing, "Appointments": nothing}, {}]}}
    sends = detail_of(record).sends
    assert sends is not None
    assert [(send.email_reads, send.appointments) for send in sends.sends] == [((), ()), ((), ())]
    assert sends.skipped == ()


def test_what_cannot_be_read_in_sends_is_named():
    record = {"SendInformation": {"Sends": [5, {"EmailReads": "x", "Appointments": 3}, {"EmailReads": [7]}]}}
    sends = detail_of(record).sends
    assert sends is not None
    assert len(sends.sends) == 2
    assert sends.skipped == (
        "send 1 is a number, not an object",
        "send 2: EmailReads is text, not a list",
        "send 2: Appointments is a number, not a list",
        "send 3: an e-mail read is a number, not an object",
    )


def test_sends_that_are_no_list_and_odd_sums_stay_readable():
    sends = detail_of({"SendInformation": {"Revenue": "much", "SendCount": "2", "Sends": "x", "More": 1}}).sends
    assert sends is not None
    assert (sends.revenue, sends.announced) == (None, 2)
    assert {row.name: row.raw for row in sends.other_rows} == {"Revenue": "much", "Sends": "x", "More": 1}
    assert sends.skipped == ("Sends is text, not a list",)


@pytest.mark.parametrize(
    ("action", "date", "reason", "words"),
    [
        (0, "2026-01-05T09:10:00Z", "", ""),
        (None, None, None, ""),
        (2, "2026-01-05T09:10:00Z", "Bad number", "Return action 2 on 2026-01-05 09:10 UTC: Bad number"),
        ("Returned", "0001-01-01T00:00:00Z", "", "Return action Returned"),
        (0, None, "Duplicate", "Return: Duplicate"),
    ],
)
def test_a_return_is_put_into_words(action: Any, date: Any, reason: Any, words: str):
    send = {"LastReturnAction": action, "LastActionDate": date, "LastReturnActionReason": reason}
    sends = detail_of({"SendInformation": {"Sends": [send]}}).sends
    assert sends is not None
    assert sends.sends[0].return_words == words


def test_appointments_of_any_shape_are_kept():
    appointments = [{"StartsOn": "2026-02-01T10:00:00Z", "Where": "Office"}, "call back"]
    detail = detail_of({"SendInformation": {"Sends": [{"Client": "Buyer", "Appointments": appointments}]}})
    assert detail.sends is not None
    kept = detail.sends.sends[0].appointments
    assert [[(row.name, row.raw) for row in rows] for rows in kept] == [
        [("StartsOn", "2026-02-01T10:00:00Z"), ("Where", "Office")],
        [("Appointment", "call back")],
    ]
    assert [event.words for event in detail.timeline] == ["Appointment with Buyer: starts on"]


@pytest.mark.parametrize(
    ("name", "raw", "part"),
    [
        ("PhoneContactGrade", "A", "Best grade"),
        ("EmailContactGrade", "f", "Worst grade"),
        ("EmailContactGrade", "Z", "not one of A, B, C, D and F"),
        ("PhoneActivityScore", 30, "probably disconnected"),
        ("PhoneActivityScore", "70", "in use"),
        ("PhoneActivityScore", 67, "Not clear"),
        ("PhoneActivityScore", 700, "outside the known scale"),
        ("PhoneActivityScore", "high", "outside the known scale"),
        ("PhoneNameMatch", True, "The phone belongs to the lead's name."),
        ("EmailNameMatch", "False", "The e-mail address does not belong to the lead's name."),
        ("AddressNameMatch", "perhaps", "does not say clearly"),
    ],
)
def test_verification_says_what_its_values_mean(name: str, raw: Any, part: str):
    (group,) = detail_of({"TrestleVerification": {name: raw}}).closing_groups
    row = next(row for row in group.rows if row.name == name)
    assert part in row.meaning
    assert all(other.meaning == "" for other in group.rows if other is not row)


def test_the_timeline_holds_all_dates_oldest_first():
    record = full_lead()
    record["SendInformation"]["Sends"][0] |= {
        "AssignedReadDate": "2019-09-09T00:00:00Z",
        "NextAppointmentDate": "2030-01-01T00:00:00Z",
        "LastReturnAction": 1,
        "LastReturnActionReason": "Bad number",
    }
    timeline = detail_of(record).timeline
    assert [event.moment for event in timeline] == sorted(event.moment for event in timeline)
    assert [event.words for event in timeline] == [
        "Consent requested",
        "Consent text requested",
        "Lead added from Example Source",
        "Consent record received",
        "Return action of Example Buyer: Bad number",
        "Quality control passed, by Automation: Bypass QC",
        "Sent to Example Buyer, accepted",
        "E-mail opened by Example Buyer",
        "First read by Example Buyer",
        "Last read by Example Buyer",
        "Read by the assignee at Example Buyer",
        "Lead last updated",
        "Contact verified by Trestle",
        "Next appointment with Example Buyer",
    ]


def test_a_record_that_is_no_object_is_not_understood():
    with pytest.raises(AnswerNotUnderstood):
        detail_of([1])


@pytest.mark.parametrize(("sample", "direction"), [(inbound_ping(), "Inbound"), (outbound_ping(), "Outbound")])
def test_both_kinds_of_ping_are_told_apart_and_keep_every_key(sample: dict[str, Any], direction: str):
    detail = detail_of(sample, RecordKind.PING)
    assert detail.lead is None
    assert detail.title.startswith(f"{direction} ping: Example")
    assert detail.subtitle == f"Ping {sample['Id']}"
    shown = names_of(rows_of(detail)["ping"]) | {document.key for document in detail.documents}
    assert shown == set(sample)
    assert {document.note for document in detail.documents} == {"LeadExec sent this empty."}


def test_the_texts_of_a_ping_are_laid_out_and_their_secrets_masked():
    sample = inbound_ping() | {
        "Request": '{"zip":"89501","apiKey":"k-123"}',
        "Response": "<r><token>abc</token></r>",
        "ScanLog": {"steps": [1]},
    }
    detail = detail_of(sample, RecordKind.PING)
    texts = {document.key: document.text for document in detail.documents}
    assert texts["Request"] == '{\n  "zip": "89501",\n  "apiKey": "•••"\n}'
    assert texts["Response"] == "<r>\n  <token>•••</token>\n</r>"
    assert '"steps"' in texts["ScanLog"]
    assert "k-123" not in repr(detail)


@pytest.mark.parametrize("fields", [{"Zip": "89501"}, '{"Zip": "89501"}'])
def test_the_fields_of_a_ping_are_opened_up(fields: Any):
    rows = rows_of(detail_of(inbound_ping() | {"Fields": fields}, RecordKind.PING))["fields"]
    assert [(row.name, row.raw) for row in rows] == [("Zip", "89501")]


@pytest.mark.parametrize("fields", [None, "Zip=89501", [1]])
def test_fields_of_a_ping_that_cannot_be_opened_are_explained(fields: Any):
    detail = detail_of(outbound_ping() | {"Fields": fields}, RecordKind.PING)
    group = next(group for group in detail.groups if group.key == "fields")
    assert group.rows == ()
    assert group.note


def test_unknown_keys_of_a_ping_are_kept():
    detail = detail_of({"Id": "x", "SentOn": "2026-01-01T00:00:00Z", "New": 1}, RecordKind.PING)
    assert "New" in names_of(rows_of(detail)["ping"])
    assert {document.note for document in detail.documents} == {"LeadExec did not send this."}
    assert [event.words for event in detail.timeline] == ["Ping sent"]
