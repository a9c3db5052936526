"""Lofty's answers about the account: who asks, members, offices, stages, tags, ponds, fields of its own."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.demo.lofty import (
    CUSTOM_FIELDS_PATH,
    ME_PATH,
    MEMBERS_PATH,
    ORGANISATION_PATH,
    PONDS_PATH,
    STAGES_PATH,
    TAGS_PATH,
)
from leaddesk.demo.lofty_team import HARBOR, STAGES
from tests.demo.lofty.conftest import LoftyStandIn

Leads = list[dict[str, Any]]


def test_who_asks_is_told_with_a_short_id_that_no_lead_has(lofty: LoftyStandIn, all_lofty_leads: Leads):
    me = lofty.get(ME_PATH)
    assert len(str(me["id"])) == len(str(me["memberUserId"])) == 6
    assert me["memberUserId"] not in {lead["assignedUserId"] for lead in all_lofty_leads}


def test_members_join_with_the_owners_of_leads(lofty: LoftyStandIn, all_lofty_leads: Leads):
    members = {member["memberUserId"]: member for member in lofty.get(MEMBERS_PATH)["members"]}
    owners = {lead["assignedUserId"]: lead["assignedUser"] for lead in all_lofty_leads if lead["assignedUserId"]}
    assert len(owners) == 5
    for user_id, name in owners.items():
        assert f"{members[user_id]['firstName']} {members[user_id]['lastName']}" == name


def test_members_may_have_ids_that_no_lead_has(lofty: LoftyStandIn, all_lofty_leads: Leads):
    lofty.faults.member_ids_short = True
    ids = {member["memberUserId"] for member in lofty.get(MEMBERS_PATH)["members"]}
    assert {len(str(user_id)) for user_id in ids} == {6}
    assert ids.isdisjoint(lead["assignedUserId"] for lead in all_lofty_leads)


def test_members_may_not_exist(lofty: LoftyStandIn):
    lofty.faults.members_missing = True
    answer = lofty.ask(MEMBERS_PATH)
    assert (answer.status_code, answer.json()["code"]) == (404, 20003)


def test_members_come_by_pages_and_by_office(lofty: LoftyStandIn):
    everyone = lofty.get(MEMBERS_PATH)
    assert everyone["_metadata"] == {"collection": "members", "limit": 25, "offset": 0, "total": 6}
    page = lofty.get(MEMBERS_PATH, limit=2, offset=2)
    assert page["members"] == everyone["members"][2:4]
    assert lofty.get(MEMBERS_PATH, offset=-3)["members"] == everyone["members"]
    in_harbor = lofty.get(MEMBERS_PATH, groupIds=HARBOR.office_id)["members"]
    assert 0 < len(in_harbor) < 6
    assert {member["groupName"] for member in in_harbor} == {HARBOR.name}
    answer = lofty.ask(MEMBERS_PATH, limit=101)
    assert (answer.status_code, answer.json()["code"]) == (400, "LIMIT_PARAM_OVERSIZE")
    assert lofty.ask(MEMBERS_PATH, groupIds=1).status_code == 404


def test_stages_come_ten_a_page_counted_from_zero(lofty: LoftyStandIn):
    first, second = lofty.get(STAGES_PATH), lofty.get(STAGES_PATH, currPage=1)
    assert first["_metadata"] == {"collection": "pipelines", "limit": 10, "offset": 0, "total": len(STAGES)}
    assert (len(first["pipelines"]), len(second["pipelines"])) == (10, len(STAGES) - 10)
    assert lofty.get(STAGES_PATH, currPage=0, pageSize=50)["pipelines"] == first["pipelines"] + second["pipelines"]
    assert lofty.get(STAGES_PATH, currPage=2)["pipelines"] == []


def test_stages_are_those_of_the_leads_and_can_be_searched(lofty: LoftyStandIn, all_lofty_leads: Leads):
    stages = {stage["name"]: stage["id"] for stage in lofty.get(STAGES_PATH, pageSize=50)["pipelines"]}
    used = {lead["stage"]: lead["stageId"] for lead in all_lofty_leads}
    assert used.items() < stages.items()
    assert [stage["name"] for stage in lofty.get(STAGES_PATH, name="contact")["pipelines"]] == [
        "Attempted Contact",
        "Contacted",
    ]


@pytest.mark.parametrize("wrong", [{"currPage": -1}, {"pageSize": 0}, {"currPage": "first"}])
def test_a_wrong_page_of_stages_is_refused(lofty: LoftyStandIn, wrong: dict[str, Any]):
    assert lofty.ask(STAGES_PATH, **wrong).status_code == 400


def test_the_list_of_tags_mixes_tags_with_their_uses(lofty: LoftyStandIn, all_lofty_leads: Leads):
    rows = lofty.get(TAGS_PATH)
    assert isinstance(rows, list)
    names = {row["tagName"] for row in rows if row["leadId"] == 0}
    uses = [row for row in rows if row["leadId"]]
    assert {row["tagName"] for row in uses} < names
    assert len(uses) > len({row["tagName"] for row in uses})
    by_lead = {lead["leadId"]: {tag["tagName"] for tag in lead["tags"] or ()} for lead in all_lofty_leads}
    assert all(row["tagName"] in by_lead[row["leadId"]] for row in uses)
    assert {tag for tags in by_lead.values() for tag in tags} < names
    places = [place for place, row in enumerate(rows) if row["leadId"] == 0]
    assert 0 < places[0] <= places[-1] < len(rows) - 1


def test_fields_of_the_team_are_a_bare_list(lofty: LoftyStandIn, all_lofty_leads: Leads):
    fields = lofty.get(CUSTOM_FIELDS_PATH)
    known = {(field["attributeName"], field["attributeType"], field["params"]) for field in fields}
    used = {
        (entry["attributeName"], entry["attributeType"], entry["params"])
        for lead in all_lofty_leads
        for entry in lead["customAttributes"] or ()
    }
    assert used == known
    assert len(fields) == 8


def test_ponds_are_a_bare_list(lofty: LoftyStandIn, all_lofty_leads: Leads):
    ponds = {pond["id"]: pond["pondName"] for pond in lofty.get(PONDS_PATH)}
    assert {lead["pondId"]: lead["pondName"] for lead in all_lofty_leads if lead["pondId"]} == ponds
    assert all(pond["agentIds"] for pond in lofty.get(PONDS_PATH))


def test_the_organisation_names_the_offices_of_leads(lofty: LoftyStandIn, all_lofty_leads: Leads):
    organisation = lofty.get(ORGANISATION_PATH)
    offices = {office["groupId"] for office in organisation["enterpriseInfo"]["visibleOrgInfoList"]}
    assert {lead["ownershipId"] for lead in all_lofty_leads if lead["ownershipScope"] == "OFFICE"} == offices
