"""The team of the demo account: its members, stages, tags, ponds, offices, roles and fields of its own."""

from __future__ import annotations

import json
from typing import Final, NamedTuple


class Office(NamedTuple):
    """An office, or a part of one."""

    office_id: int
    name: str
    parent_id: int


class Member(NamedTuple):
    """Somebody of the team. Leads name them by `user_id`; `short_id` is what "who am I" says of them."""

    short_id: int
    user_id: int
    first_name: str
    last_name: str
    role: str
    office: Office
    time_zone: str

    @property
    def name(self) -> str:
        """As leads show it."""
        return f"{self.first_name} {self.last_name}".strip()


class Choice(NamedTuple):
    """A stage, a tag or a role: an id and a name."""

    choice_id: int
    name: str


class Pond(NamedTuple):
    """Leads that belong to nobody yet; whoever is in it may take them."""

    pond_id: int
    name: str
    owner: Member
    members: tuple[Member, ...]


class CustomField(NamedTuple):
    """A field that the team added to its leads."""

    name: str
    kind: str
    options: tuple[str, ...] = ()

    @property
    def params(self) -> str | None:
        """The options as JSON text; None without any."""
        return json.dumps({"option": self.options}, ensure_ascii=False) if self.options else None


TEAM_ID: Final = 840_117
TEAM_NAME: Final = "Example Realty Demo"

HARBOR: Final = Office(3001, "Harbor office", 0)
HARBOR_SOUTH: Final = Office(3002, "Harbor office / South", 3001)
VALLEY: Final = Office(3003, "Valley office", 0)
OFFICES: Final = (HARBOR, HARBOR_SOUTH, VALLEY)

MEMBERS: Final = (
    Member(100_231, 563_172_647_619_601, "Dana", "Whitfield", "Team Admin", HARBOR, "America/Los_Angeles"),
    Member(100_232, 563_172_647_619_602, "Priya", "Nair", "Agent", HARBOR, "America/New_York"),
    Member(100_233, 563_172_647_619_603, "Marcus", "Bell", "Agent", HARBOR_SOUTH, "America/Chicago"),
    Member(100_234, 563_172_647_619_604, "Tom", "O'Dell", "Agent", VALLEY, "America/Denver"),
    Member(100_235, 563_172_647_619_605, "Renée", "Fournier", "Lender", VALLEY, "America/Los_Angeles"),
    Member(100_236, 563_172_647_619_606, "Assistant", "", "Assistant", HARBOR, ""),
)
ME: Final = MEMBERS[0]

STAGES: Final = tuple(
    Choice(501 + place, name)
    for place, name in enumerate((
        "New Leads", "Attempted Contact", "Contacted", "Qualified", "Appointment Set", "Met With Client",
        "Active Search", "Application", "Under Contract", "Closed", "Nurture", "Lost", "On Hold / Wait",
    ))
)  # fmt: skip
STAGE_OF: Final = {
    "New": STAGES[0], "Contacted": STAGES[2], "Qualified": STAGES[3], "Appointment set": STAGES[4],
    "Application": STAGES[7], "Won": STAGES[9], "Lost": STAGES[11], "On hold": STAGES[12],
}  # fmt: skip
"""The stage for what the population says of somebody; the other stages are empty."""

TAGS: Final = tuple(
    Choice(90_001 + place, name)
    for place, name in enumerate((
        "First-Time Buyer", "Relocation", "Open house, May", "VIP", "Cash buyer", "Needs lender", "Español",
        "=Formula", "Pet <b>friendly</b>", "Past client & friend", "waterfront",
    ))
)  # fmt: skip
UNUSED_TAG: Final = Choice(90_099, "Never used")

SEGMENTS: Final = ("First-Time Buyers", "Downtown Area", "Luxury 1M+", "Investors", "Newsletter")
GROUPS: Final = ("VIP Clients", "Open House Feb", "Imported 2025")
LANGUAGES: Final = ("en", "en", "en", "en", "es", "fr", "zh-CN", None)
ROLES: Final = (
    Choice(11, "Lender"), Choice(12, "Listing Agent"), Choice(13, "Transaction Coordinator"), Choice(14, "ISA"),
)  # fmt: skip
PONDS: Final = (
    Pond(71, "Unworked leads", ME, MEMBERS[:4]),
    Pond(72, "Long-term nurture", MEMBERS[1], (MEMBERS[1], MEMBERS[3])),
)
CUSTOM_FIELDS: Final = (
    CustomField("Credit score", "number"),
    CustomField("Employer", "text"),
    CustomField("Lease ends", "date"),
    CustomField("Closing anniversary", "anniversary_date"),
    CustomField("Readiness", "single_select", ("Ready", "In 6 months", "Just looking")),
    CustomField("Wishes", "multi_select", ("Pool", "Garage", "Garden, large", "Home “office”")),
    CustomField("Down payment", "percentage"),
    CustomField("Monthly budget", "currency"),
)
