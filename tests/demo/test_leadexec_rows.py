"""The leads and pings have every documented key, and the awkward values that real data has."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from leaddesk.demo.leadexec import INBOUND_PATH, OUTBOUND_PATH
from tests.demo.conftest import StandIn

PROPERTIES = """Channel TeamAssigned LeadSourceUID LeadSource DateAdded FileUID AccountUID Account LeadSourceSubID IsValid
    InvalidReason MaxSell Price Category Lat Long Timezone QualityControlledOn InQualityControl QualityControlledBy
    QualityControlResponse QualityControlResult CallVerified ReturnStatus LeadGrade Flagged CallDuration CallResult
    IVRNumber RecordID AnalyticsUID VisitID SearchEngine Keyword UserAssigned TCPACompliant"""
CONSENT = """RequestDate IPAddress ReferrerURL ConsentText RequestID VisitID Received FirstName LastName Address City State
    PostalCode Country PhoneNumber IPLat IPLong IsMobile ConsentGiven ConsentTextRequested Browser OS Referrer SearchTerm
    FormURL TimeOnSite TimeOnForm DateConsentTextRequested"""
SEND = """SendUID ClientUID Client ClientGroup DateSent Valid Price PostData Response Location Emailed Forwarded RecordID
    DeliveryDuration ClientAccountUID ClientAccount ClientOrderUID InvoiceUID RevShare Automated LeadNotes LastReadDate
    FirstReadDate ReadCount LastReturnAction LastActionDate LastReturnActionReason AssignedReadDate NextAppointmentDate
    EmailReads Appointments"""
TRESTLE = """VerifiedAt PhoneContactGrade EmailContactGrade PhoneActivityScore PhoneLineType PhoneNameMatch EmailNameMatch
    AddressNameMatch TrestleAccountUID"""
INBOUND = """Id Accepted OrderID CreatedOn ExpiresOn LeadSourceUID LeadSource CampaignUID Campaign Received LeadUID
    PotentialClients PotentialRevenue DeliveredClients ActualRevenue Result ScanLog MatchedClients RequestID Response Request
    Fields"""
OUTBOUND = """Id Accepted ClientUID Client DeliveryMethodUID DeliveryMethod DeliveryAccountUID DeliveryAccount PostSent
    LeadUID Price Revenue Response Request LeadSourceUID CampaignName SentOn Fields"""
SECTIONS = ["UID", "Properties", "Fields", "TCPAInformation", "SendInformation", "TrestleVerification", "LastUpdated"]

Lead = dict[str, Any]


@pytest.fixture
def leads(all_leads: Callable[[int], list[Lead]]) -> list[Lead]:
    return [lead for lead_type in (1001, 1002, 1003) for lead in all_leads(lead_type)]


def sections(leads: list[Lead], name: str) -> list[dict[str, Any]]:
    return [lead[name] for lead in leads if lead.get(name)]


def sends(leads: list[Lead]) -> list[dict[str, Any]]:
    return [send for section in sections(leads, "SendInformation") for send in section["Sends"] or []]


def field_values(leads: list[Lead], name: str) -> list[Any]:
    return [section[name] for section in sections(leads, "Fields") if name in section]


def type_names(values: Iterable[Any]) -> set[str]:
    return {type(value).__name__ for value in values}


def test_every_documented_key_of_each_section_comes_in_the_order_of_the_page(leads: list[Lead]):
    for section, names in (
        ("Properties", PROPERTIES.split()),
        ("TCPAInformation", CONSENT.split()),
        ("TrestleVerification", TRESTLE.split()),
    ):
        orders = [list(values) for values in sections(leads, section)]
        assert any(order == names for order in orders), section
    assert all(set(SEND.split()) == set(send) for send in sends(leads))
    assert list(sends(leads)[0]) == SEND.split()
    assert any(list(lead) == SECTIONS for lead in leads)


def test_every_documented_key_of_pings_comes(stand_in: StandIn):
    for path, names in ((INBOUND_PATH, INBOUND.split()), (OUTBOUND_PATH, OUTBOUND.split())):
        pings = stand_in.all_rows(f"{path}/1001")
        assert all(set(names) <= set(ping) for ping in pings)
        assert any(list(ping) == names for ping in pings)


@pytest.mark.parametrize("section", ["Fields", "TCPAInformation", "SendInformation", "TrestleVerification"])
def test_a_section_is_missing_in_some_leads(leads: list[Lead], section: str):
    missing = sum(section not in lead for lead in leads)
    assert 0 < missing < len(leads)


def test_sections_keys_and_lists_may_be_null_or_missing(leads: list[Lead]):
    assert any(lead.get("TCPAInformation", 0) is None for lead in leads)
    assert any("ConsentGiven" not in section for section in sections(leads, "TCPAInformation"))
    assert any(section["Sends"] is None for section in sections(leads, "SendInformation"))
    assert any(section["Sends"] == [] for section in sections(leads, "SendInformation"))
    assert any(send["EmailReads"] is None for send in sends(leads))
    assert any("Phone" not in section for section in sections(leads, "Fields"))
    assert any("LoanAmount" not in section for section in sections(leads[:1500], "Fields"))


def test_phones_are_numbers_here_and_text_there_and_all_invented(leads: list[Lead]):
    phones = [value for name in ("Phone", "MobilePhone", "WorkPhone") for value in field_values(leads, name) if value]
    assert type_names(phones) >= {"int", "str", "float"}
    digits = [re.sub(r"\D", "", str(int(phone) if isinstance(phone, float) else phone))[-10:] for phone in phones]
    assert [phone for phone in digits if re.fullmatch(r"[2-9]\d{2}55501\d\d", phone) is None] == []
    consent_phones = [section["PhoneNumber"] for section in sections(leads, "TCPAInformation")]
    assert type_names(consent_phones) == {"str"}
    assert "0" in consent_phones


def test_types_change_from_lead_to_lead(leads: list[Lead]):
    assert type_names(field_values(leads, "LoanAmount")) == {"int", "float", "str", "NoneType"}
    assert type_names(field_values(leads, "PostalCode")) >= {"int", "str"}
    assert type_names(field_values(leads, "HomeOwner")) >= {"bool", "str"}
    assert type_names(field_values(leads, "Drivers")) >= {"list"}
    mobile = [section["IsMobile"] for section in sections(leads, "TCPAInformation")]
    assert {"True", "False", True, False} <= set(mobile)
    assert type_names(mobile) == {"str", "bool"}


def test_dates_have_0_to_7_fractional_digits_and_year_1_stands_for_none(leads: list[Lead]):
    added = [lead["Properties"]["DateAdded"] for lead in leads]
    lengths = {len(text.partition(".")[2].rstrip("Z")) for text in added}
    assert lengths == set(range(8))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z", text) for text in added)
    no_date = "0001-01-01T00:00:00Z"
    assert any(lead["Properties"]["QualityControlledOn"] == no_date for lead in leads)
    assert any(section["RequestDate"] == no_date for section in sections(leads, "TCPAInformation"))
    assert any(send["NextAppointmentDate"] == no_date for send in sends(leads))
    assert no_date in field_values(leads, "DateOfBirth")


def test_words_for_nothing_come(leads: list[Lead]):
    properties = sections(leads, "Properties")
    assert any(values["Category"] == "N/A" for values in properties)
    assert any(values["UserAssigned"] == "Not Assigned" for values in properties)
    assert {"Not Returned", "Returned"} <= {values["ReturnStatus"] for values in properties}
    assert any(values["LeadSourceSubID"] is None for values in properties)


def test_some_leads_are_invalid_and_some_under_quality_control_and_neither_is_sent(leads: list[Lead]):
    invalid = [lead for lead in leads if not lead["Properties"]["IsValid"]]
    checked_now = [lead for lead in leads if lead["Properties"]["InQualityControl"]]
    assert len(invalid) > 50
    assert len(checked_now) > 20
    assert any(lead["Properties"]["InvalidReason"] for lead in invalid)
    assert sends(invalid + checked_now) == []


def test_sends_are_accepted_rejected_returned_read_and_lead_to_appointments(leads: list[Lead]):
    rows = sends(leads)
    assert len(rows) > 2000
    assert len({send["SendUID"] for send in rows}) == len(rows)
    rejected = [send for send in rows if not send["Valid"]]
    assert len(rejected) > 300
    assert all(send["Price"] == 0 for send in rejected)
    assert any(send["LastReturnAction"] and send["LastReturnActionReason"] for send in rows)
    assert any(len(send["EmailReads"] or []) > 1 for send in rows)
    assert all(send["ReadCount"] == len(send["EmailReads"] or []) for send in rows)
    assert any(isinstance(appointment, dict) for send in rows for appointment in send["Appointments"])


def test_revenue_and_count_agree_with_the_sends(leads: list[Lead]):
    for section in sections(leads, "SendInformation"):
        rows = section["Sends"] or []
        assert section["SendCount"] == len(rows)
        assert section["Revenue"] == pytest.approx(sum(send["Price"] for send in rows))


def test_posts_and_answers_are_of_every_form_and_some_hold_a_buyers_secret(leads: list[Lead]):
    posts = [send["PostData"] for send in sends(leads) if send["PostData"]]
    answers = [send["Response"] for send in sends(leads)]
    for texts, starts in (
        (posts, ("{", "<?xml", "user=", "apikey=", "first_name=")),
        (answers, ("{", "<response", "OK|", "<!DOCTYPE", "REJECTED")),
    ):
        for start in starts:
            assert any(text.startswith(start) for text in texts), start
    assert any("password=" in post for post in posts)
    assert any("apikey=" in post for post in posts)
    assert any('"apiKey"' in post for post in posts)
    assert any("<password>" in post for post in posts)
    assert "" in answers


def test_one_answer_is_about_40_kilobytes_long(leads: list[Lead]):
    lengths = sorted(len(send["Response"]) for send in sends(leads))
    assert 35_000 < lengths[-1] < 45_000
    assert lengths[-20] < 1_000


def test_unknown_keys_and_awkward_names_of_fields_come(leads: list[Lead]):
    assert any("Enrichment" in lead for lead in leads)
    assert any("Campaign" in section for section in sections(leads, "Properties"))
    assert any("Ledger" in section for section in sections(leads, "SendInformation"))
    assert any("Sub.ID" in section for section in sections(leads, "Fields"))
    assert any("Estimated value ($)" in section for section in sections(leads, "Fields"))
    assert any("LeadSource" in section for section in sections(leads, "Fields"))


def test_each_lead_type_has_fields_of_its_own(all_leads: Callable[[int], list[Lead]]):
    names = [{name for section in sections(all_leads(uid), "Fields") for name in section} for uid in (1001, 1002, 1003)]
    assert "LoanAmount" in names[0] - names[1] - names[2]
    assert "RoofType" in names[1] - names[0] - names[2]
    assert "VIN" in names[2] - names[0] - names[1]
    assert all(len(own) > 25 for own in names)


def test_consent_is_given_refused_null_and_missing_and_some_addresses_are_private(leads: list[Lead]):
    given = [section.get("ConsentGiven", "missing") for section in sections(leads, "TCPAInformation")]
    assert {True, False, None, "missing"} == set(given)
    addresses = [section["IPAddress"] for section in sections(leads, "TCPAInformation")]
    assert any(address.startswith("192.168.") for address in addresses)
    documentation = ("192.0.2.", "198.51.100.", "203.0.113.")
    assert all(address.startswith(documentation) or ipaddress.ip_address(address).is_private for address in addresses)


def test_awkward_names_reach_the_wire(leads: list[Lead]):
    text = json.dumps(
        [(field_values([lead], "FirstName"), field_values([lead], "LastName")) for lead in leads], ensure_ascii=False
    )
    for mark in ("O'Hara", "=HYPERLINK", "<img src=", "<b>", "🌞", "田中", "לוי"):
        assert mark in text, mark


def test_no_address_or_page_in_any_answer_is_outside_the_example_domains(leads: list[Lead], stand_in: StandIn):
    text = json.dumps(leads, ensure_ascii=False) + json.dumps(stand_in.all_rows(f"{INBOUND_PATH}/1001"))
    hosts = set(re.findall(r"(?:https?://|@|%40)([A-Za-z0-9.-]+\.[A-Za-z]{2,})", text))
    assert len(hosts) >= 3
    assert {
        host for host in hosts if re.fullmatch(r"([a-z-]+\.)*example\.(com|net|org)", host.lower()) is None
    } == set()


def test_pings_are_linked_to_leads_or_to_none_and_their_payload_is_null_or_filled(stand_in: StandIn, leads: list[Lead]):
    known = {lead["UID"] for lead in leads}
    for path in (INBOUND_PATH, OUTBOUND_PATH):
        pings = stand_in.all_rows(f"{path}/1001")
        linked = [ping["LeadUID"] for ping in pings if ping["LeadUID"]]
        assert set(linked) <= known
        assert len(pings) > len(linked) > len(pings) // 2
        assert len({ping["Id"] for ping in pings}) == len(pings)
        assert all(re.fullmatch(r"[0-9a-f]{24}", ping["Id"]) for ping in pings)
        assert type_names(ping["Fields"] for ping in pings) == {"dict", "NoneType"}
        assert type_names(ping["Request"] for ping in pings) == {"str", "NoneType"}
        assert type_names(ping["Response"] for ping in pings) == {"str", "dict", "NoneType"}
        assert {True, False} == {ping["Accepted"] for ping in pings}


def test_a_page_of_1000_leads_stays_below_8_megabytes(stand_in: StandIn):
    for order in ("ASC", "DESC"):
        assert len(stand_in.ask("/v1/leads/query/1001", Take=1000, SortOrder=order).content) < 8 * 1024 * 1024
