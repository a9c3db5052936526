"""Each filter of Lofty's list really filters, and each order really orders."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from leaddesk.demo.lofty import LEADS_PATH
from leaddesk.demo.lofty_faults import Separator
from leaddesk.demo.lofty_requests import SORT_VALUES
from leaddesk.demo.lofty_team import HARBOR, HARBOR_SOUTH, MEMBERS, VALLEY
from tests.demo.lofty.conftest import LoftyStandIn

Lead = dict[str, Any]
PRIYA, MARCUS = MEMBERS[1].user_id, MEMBERS[2].user_id


def tags_of(lead: Lead) -> set[str]:
    return {tag["tagName"] for tag in lead["tags"] or ()}


def has_role(lead: Lead, role: str, *users: int) -> bool:
    return any(entry["role"] == role and entry["assigneeId"] in users for entry in lead["customRoleList"])


def is_in(lead: Lead, *offices: int) -> bool:
    return lead["ownershipScope"] == "OFFICE" and lead["ownershipId"] in offices


CASES: list[tuple[dict[str, Any], Callable[[Lead], bool]]] = [
    ({"stage": "New Leads"}, lambda lead: lead["stage"] == "New Leads"),
    ({"stage": "New Leads,Closed"}, lambda lead: lead["stage"] in ("New Leads", "Closed")),
    ({"source": "Referral"}, lambda lead: lead["source"] == "Referral"),
    ({"source": "Partner: Example & Co"}, lambda lead: lead["source"] == "Partner: Example & Co"),
    ({"source": "Example Mailer — spring"}, lambda lead: lead["source"] == "Example Mailer — spring"),
    ({"assignedUserId": PRIYA}, lambda lead: lead["assignedUserId"] == PRIYA),
    ({"contacted": "true"}, lambda lead: bool(lead["lastTouch"])),
    ({"contacted": "false"}, lambda lead: not lead["lastTouch"]),
    ({"groups": "VIP Clients"}, lambda lead: "VIP Clients" in (lead["groups"] or ())),
    ({"segments": "Investors"}, lambda lead: "Investors" in (lead["segments"] or ())),
    (
        {"segments": "Investors,Newsletter"},
        lambda lead: bool({"Investors", "Newsletter"} & set(lead["segments"] or ())),
    ),
    ({"allTags": "VIP,Relocation"}, lambda lead: {"VIP", "Relocation"} <= tags_of(lead)),
    ({"anyTags": "VIP,Relocation"}, lambda lead: bool({"VIP", "Relocation"} & tags_of(lead))),
    ({"anyTags": "Past client & friend"}, lambda lead: "Past client & friend" in tags_of(lead)),
    ({"groupIds": VALLEY.office_id}, lambda lead: is_in(lead, VALLEY.office_id)),
    ({"groupIds": "3001,3003"}, lambda lead: is_in(lead, HARBOR.office_id, VALLEY.office_id)),
    (
        {"groupIds": HARBOR.office_id, "querySubGroup": "true"},
        lambda lead: is_in(lead, HARBOR.office_id, HARBOR_SOUTH.office_id),
    ),
    ({"groupIds": HARBOR.office_id, "querySubGroup": "false"}, lambda lead: is_in(lead, HARBOR.office_id)),
    ({"languages": "es"}, lambda lead: lead["language"] == "es"),
    ({"languages": "es,zh-CN"}, lambda lead: lead["language"] in ("es", "zh-CN")),
    (
        {"roleAssigneeFilters": json.dumps([{"roleName": "Lender", "assigneeToIds": [PRIYA, MARCUS]}])},
        lambda lead: has_role(lead, "Lender", PRIYA, MARCUS),
    ),
    (
        {
            "roleAssigneeFilters": json.dumps(
                [
                    {"roleName": "Lender", "assigneeToIds": [PRIYA, MARCUS]},
                    {"roleName": "ISA", "assigneeToIds": [PRIYA, MARCUS]},
                ]
            )
        },
        lambda lead: has_role(lead, "Lender", PRIYA, MARCUS) and has_role(lead, "ISA", PRIYA, MARCUS),
    ),
    ({"key": "PARK"}, lambda lead: "park" in name_phones_emails(lead)),
    ({"key": "555010"}, lambda lead: "555010" in name_phones_emails(lead)),
    ({"key": "@example.net"}, lambda lead: "@example.net" in name_phones_emails(lead)),
    (
        {"stage": "New Leads", "contacted": "true", "anyTags": "VIP"},
        lambda lead: lead["stage"] == "New Leads" and bool(lead["lastTouch"]) and "VIP" in tags_of(lead),
    ),
]


def name_phones_emails(lead: Lead) -> str:
    name = f"{lead['firstName']} {lead['lastName']}"
    return "\n".join([name, *(lead["phones"] or ()), *(lead["emails"] or ())]).casefold()


@pytest.mark.parametrize(
    ("parameters", "expected"), CASES, ids=lambda case: str(case) if isinstance(case, dict) else ""
)
def test_a_filter_finds_exactly_the_leads_that_fulfil_it(
    lofty: LoftyStandIn, all_lofty_leads: list[Lead], parameters: dict[str, Any], expected: Callable[[Lead], bool]
):
    wanted = [lead["leadId"] for lead in all_lofty_leads if expected(lead)]
    assert 0 < len(wanted) < len(all_lofty_leads)
    assert [lead["leadId"] for lead in lofty.leads(**parameters)] == wanted


@pytest.mark.parametrize("name", ["phone", "email"])
def test_a_phone_or_an_email_finds_whoever_has_it(lofty: LoftyStandIn, all_lofty_leads: list[Lead], name: str):
    for lead in all_lofty_leads[:200:20]:
        for value in lead[f"{name}s"] or ():
            wanted = {
                other["leadId"]
                for other in all_lofty_leads
                if value.casefold() in [known.casefold() for known in other[f"{name}s"] or ()]
            }
            assert {found["leadId"] for found in lofty.leads(**{name: value})} == wanted


def test_a_part_of_a_phone_or_an_email_finds_only_when_precise_search_is_off(lofty: LoftyStandIn):
    for parameters in ({"phone": "555010"}, {"email": "@example.org"}):
        assert lofty.leads(**parameters) == []
        assert lofty.leads(**parameters, preciseSearchFlag="true") == []
        assert len(lofty.leads(**parameters, preciseSearchFlag="false")) > 5


def test_a_formatted_phone_finds_nobody(lofty: LoftyStandIn, all_lofty_leads: list[Lead]):
    phone = next(lead["phones"][0] for lead in all_lofty_leads if lead["phones"])
    assert lofty.leads(phone=phone) != []
    assert lofty.leads(phone=f"({phone[:3]}) {phone[3:6]}-{phone[6:]}") == []


def test_names_nobody_has_find_nobody(lofty: LoftyStandIn):
    for name in ("source", "groups", "segments", "allTags", "anyTags", "languages"):
        assert lofty.leads(**{name: "Nowhere"}) == []


def test_names_nobody_knows_may_be_not_found(lofty: LoftyStandIn):
    lofty.faults.unknown_names_refused = True
    for name in ("source", "groups", "segments", "allTags", "anyTags"):
        answer = lofty.ask(LEADS_PATH, **{name: "Nowhere"})
        assert (answer.status_code, answer.json()["code"]) == (404, 20007)
    assert lofty.leads(anyTags="Never used") == []
    assert lofty.leads(source="Referral") != []


def test_a_tag_with_a_comma_cannot_be_asked_for_with_commas(lofty: LoftyStandIn, all_lofty_leads: list[Lead]):
    assert any("Open house, May" in tags_of(lead) for lead in all_lofty_leads)
    assert lofty.leads(anyTags="Open house, May") == []


def test_with_commas_only_the_first_of_repeated_parameters_counts(lofty: LoftyStandIn):
    assert lofty.leads(anyTags=["VIP", "Relocation"]) == lofty.leads(anyTags="VIP")


def test_lists_may_want_repeated_parameters(lofty: LoftyStandIn, all_lofty_leads: list[Lead]):
    lofty.faults.list_separator = Separator.REPEATED
    either = [lead for lead in all_lofty_leads if {"VIP", "Relocation"} & tags_of(lead)]
    assert lofty.leads(anyTags=["VIP", "Relocation"]) == either
    assert lofty.leads(anyTags="VIP,Relocation") == []
    with_comma = [lead for lead in all_lofty_leads if "Open house, May" in tags_of(lead)]
    assert lofty.leads(anyTags="Open house, May") == with_comma != []
    assert lofty.ask(LEADS_PATH, stage="New Leads,Closed").status_code == 404


def test_filters_may_be_ignored(lofty: LoftyStandIn, all_lofty_leads: list[Lead]):
    lofty.faults.ignored_parameters = {"stage", "anyTags"}
    assert lofty.leads(stage="Nowhere", anyTags="VIP") == all_lofty_leads
    assert len(lofty.leads(stage="New Leads", source="Referral")) == len(lofty.leads(source="Referral"))


def test_the_key_may_be_compared_with_the_beginning_only(lofty: LoftyStandIn):
    everywhere = lofty.leads(key="ark")
    lofty.faults.key_matches_start_only = True
    assert len(lofty.leads(key="ark")) < len(everywhere)
    begin = lofty.leads(key="marg")
    assert begin
    assert all(("\n" + name_phones_emails(lead).replace(" ", "\n")).count("\nmarg") for lead in begin)


SHOWN: dict[str, Callable[[Lead], Any]] = {
    "CreateTime": lambda lead: lead["createTime"],
    "LastContact": lambda lead: lead["lastTouch"] or "",
    "LastActivity": lambda lead: lead["lastVisit"] or "",
    "AssignTime": lambda lead: lead["assignTime"] or "",
    "Score": lambda lead: lead["score"],
    "SCOREV2": lambda lead: lead["score"],
    "Lender": lambda lead: lead["lenderUserId"],
}


@pytest.mark.parametrize("value", SHOWN)
def test_leads_come_in_the_order_asked_for(lofty: LoftyStandIn, value: str):
    for parameters, descending in (({}, False), ({"desc": "false"}, False), ({"desc": "true"}, True)):
        keys = [SHOWN[value](lead) for lead in lofty.leads(sort=value, **parameters)]
        assert keys == sorted(keys, reverse=descending)
        assert len(set(keys)) > 1


@pytest.mark.parametrize("value", SORT_VALUES)
def test_each_documented_order_turns_round_with_desc(lofty: LoftyStandIn, all_lofty_leads: list[Lead], value: str):
    ascending = [lead["leadId"] for lead in lofty.leads(sort=value, desc="false")]
    descending = [lead["leadId"] for lead in lofty.leads(sort=value, desc="true")]
    assert sorted(ascending) == sorted(lead["leadId"] for lead in all_lofty_leads)
    if value == "Default":
        assert ascending == descending == [lead["leadId"] for lead in all_lofty_leads]
    else:
        assert ascending == descending[::-1] != [lead["leadId"] for lead in all_lofty_leads]


def test_the_document_lists_25_orders():
    assert len(SORT_VALUES) == len(set(SORT_VALUES)) == 25


def test_without_an_order_the_newest_come_first(all_lofty_leads: list[Lead]):
    keys = [(lead["createTime"], lead["leadId"]) for lead in all_lofty_leads]
    assert keys == sorted(keys, reverse=True)


@pytest.mark.parametrize("value", ["LastCreate", "score", "Inquiries"])
def test_an_unknown_order_is_ignored_or_refused(lofty: LoftyStandIn, value: str):
    assert lofty.ids(sort=value, desc="true") == lofty.ids()
    lofty.faults.sort_refused = True
    assert lofty.ask(LEADS_PATH, sort=value).status_code == 400
    assert lofty.ask(LEADS_PATH, sort="Score").status_code == 200
