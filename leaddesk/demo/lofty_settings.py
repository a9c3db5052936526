"""Lofty's answers about the account itself: who asks, its members, offices, stages, tags, ponds and own fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from starlette.datastructures import QueryParams

from leaddesk.demo.lofty_envelopes import Metadata, wrap_list
from leaddesk.demo.lofty_errors import Refusal, refuse
from leaddesk.demo.lofty_facts import LeadFacts
from leaddesk.demo.lofty_faults import LoftyFaults
from leaddesk.demo.lofty_lead_parts import build_tags
from leaddesk.demo.lofty_requests import Parameters
from leaddesk.demo.lofty_team import (
    CUSTOM_FIELDS,
    HARBOR,
    ME,
    MEMBERS,
    OFFICES,
    PONDS,
    STAGES,
    TAGS,
    TEAM_ID,
    TEAM_NAME,
    UNUSED_TAG,
    Member,
)

Values = dict[str, Any]

MOST_MEMBERS: Final = 100
USUAL_MEMBERS: Final = 25
USUAL_STAGES: Final = 10
TAG_USES: Final = 150
"""So many leads lend their tags to the list of tags."""

_DEFINED_AT: Final = "2025-03-01T09:00:00Z"


def build_me() -> Values:
    """`GET /v1.0/me`. The ids are short; leads name the same person by a long one."""
    return _build_member(ME, ME.short_id)


def build_members(query: QueryParams, faults: LoftyFaults) -> Any:
    """`GET /v1.0/members`.

    Raises:
        Refusal: the limit is too great, or there are none (20003).
    """
    asked = Parameters(query)
    limit, offset = asked.number("limit", USUAL_MEMBERS), max(0, asked.number("offset", 0))
    if limit > MOST_MEMBERS:
        raise Refusal(400, "LIMIT_PARAM_OVERSIZE", f"limit must not be greater than {MOST_MEMBERS}.")
    offices = asked.numbers("groupIds")
    members = [member for member in MEMBERS if not offices or member.office.office_id in offices]
    if faults.members_missing or not members:
        raise refuse(20003)
    rows = [
        _build_member(member, member.short_id if faults.member_ids_short else member.user_id)
        for member in members[offset : offset + max(0, limit)]
    ]
    return wrap_list(Metadata("members", limit, offset, len(members)), rows, faults.envelope)


def _build_member(member: Member, user_id: int) -> Values:
    office = member.office
    return {
        "id": member.short_id,
        "teamId": TEAM_ID,
        "invitorUserId": ME.short_id,
        "memberUserId": user_id,
        "role": MEMBERS.index(member),
        "roleName": member.role,
        "firstLetter": member.first_name[:1],
        "email": f"{member.first_name.lower().replace('é', 'e')}@example.com",
        "firstName": member.first_name,
        "lastName": member.last_name or None,
        "phoneNumber": f"+1415555010{MEMBERS.index(member)}",
        "status": 1,
        "virtualNumber": "",
        "newLeadCount": 0,
        "assignedLeadCount": 42,
        "isAdmin": member is ME,
        "agentInfo": None,
        "timeZoneId": member.time_zone,
        "groupId": office.office_id,
        "groupName": office.name,
        "accountStatus": "Active",
    }


def build_organisation() -> Values:
    """`GET /v1.0/org`: the office of whoever asks, and those they may see."""
    visible = [
        {"groupId": office.office_id, "groupName": office.name, "parentId": office.parent_id} for office in OFFICES
    ]
    enterprise = {
        "groupId": HARBOR.office_id,
        "groupName": HARBOR.name,
        "profileId": 1,
        "profileName": "Admin",
        "visibleOrgInfoList": visible,
    }
    return {"orgType": 2, "enterpriseInfo": enterprise, "multiTeamInfo": None, "teamName": TEAM_NAME}


def build_stages(query: QueryParams, faults: LoftyFaults) -> Any:
    """`GET /v1.0/teamFeatures/lead-pipelines`: what a lead calls its stage, by pages counted from 0."""
    asked = Parameters(query)
    page, size = asked.number("currPage", 0), asked.number("pageSize", USUAL_STAGES)
    if page < 0 or size < 1:
        raise refuse(20012, "currPage and pageSize are not valid.")
    sought = asked.text("name").casefold()
    stages = [stage for stage in STAGES if sought in stage.name.casefold()]
    rows = [{"id": stage.choice_id, "name": stage.name} for stage in stages[page * size : (page + 1) * size]]
    return wrap_list(Metadata("pipelines", size, page * size, len(stages)), rows, faults.envelope)


def build_tag_list(leads: Iterable[LeadFacts]) -> list[Values]:
    """`GET /v1.0/teamFeatures/listTag`: the tags, with `leadId` 0, among the uses of tags on some leads."""
    uses = [use for lead in leads for use in build_tags(lead, lead.dice(2)) or ()]
    defined = [
        {
            "leadId": 0,
            "tagId": tag.choice_id,
            "createTime": _DEFINED_AT,
            "updateTime": _DEFINED_AT,
            "tagName": tag.name,
            "creatorUserId": ME.user_id,
            "visibleType": 1,
        }
        for tag in (*TAGS, UNUSED_TAG)
    ]
    middle = len(uses) // 2
    return uses[:middle] + defined + uses[middle:]


def build_custom_fields() -> list[Values]:
    """`GET /v1.0/teamFeatures/listCustomField`."""
    return [
        {"attributeName": field.name, "attributeType": field.kind, "value": None, "params": field.params}
        for field in CUSTOM_FIELDS
    ]


def build_ponds() -> list[Values]:
    """`GET /v1.0/team-features/lead-ponds`."""
    return [
        {
            "id": pond.pond_id,
            "pondName": pond.name,
            "pondOwnerId": pond.owner.user_id,
            "agentIds": [member.user_id for member in pond.members],
        }
        for pond in PONDS
    ]
