"""Activities of LeadSquared's leads: their types, and what happened with whom (dossier, section 8f and metadata)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from leaddesk.demo.dice import Dice
from leaddesk.demo.leadsquared_faults import DataForm
from leaddesk.demo.leadsquared_moments import write_plain
from leaddesk.demo.leadsquared_users import USERS, make_guid


class ActivityType(NamedTuple):
    """A kind of activity. `event_type` is the class: 0 e-mail, 1 web, 2 custom, 9 phone."""

    code: int
    name: str
    event_type: int
    score: int


INBOUND_CALL: Final = ActivityType(21, "Inbound phone call", 9, 5)
OUTBOUND_CALL: Final = ActivityType(22, "Outbound phone call", 9, 0)
ACTIVITY_TYPES: Final = (
    ActivityType(0, "E-mail opened", 0, 1),
    ActivityType(1, "E-mail link clicked", 0, 3),
    ActivityType(2, "Page visited on website", 1, 1),
    INBOUND_CALL,
    OUTBOUND_CALL,
    ActivityType(23, "Lead captured", 1, 10),
    ActivityType(98, "Dynamic form “Quote” sent", 1, 8),
    ActivityType(201, "Meeting", 2, 15),
    ActivityType(202, "Document collection", 2, 12),
    ActivityType(203, "Loan application & documents", 2, 20),
)
_USUAL: Final = (*ACTIVITY_TYPES, OUTBOUND_CALL, OUTBOUND_CALL, ACTIVITY_TYPES[0], ACTIVITY_TYPES[2])


@dataclass(frozen=True, slots=True)
class Happening:
    """An activity before it is written; `at` is a share (0 to 1) of the time from the lead's creation until now."""

    type: ActivityType
    at: float
    number: int


@cache
def happenings_of(person_number: int) -> tuple[Happening, ...]:
    """What happened with somebody, the latest first. With one in six nothing did, with one in thirty a lot."""
    dice = Dice(person_number * 31 + 7)
    if dice.chance(0.17):
        return ()
    count = dice.between(26, 70) if dice.chance(0.03) else dice.between(1, 9)
    made = [Happening(dice.pick(_USUAL), dice.share(), number) for number in range(count)]
    return tuple(sorted(made, key=lambda happening: (-happening.at, happening.number)))


def codes_of(person_number: int) -> frozenset[str]:
    """The event codes of all that happened with somebody, as text."""
    return frozenset(str(happening.type.code) for happening in happenings_of(person_number))


def moment_of(happening: Happening, created: datetime, now: datetime) -> datetime:
    """When it happened to a lead that was created then."""
    return created + (now - created) * happening.at


def activity_id(lead_id: str, happening: Happening) -> str:
    """The id of an activity, a GUID."""
    return make_guid(f"activity {lead_id} {happening.number}")


def build_activity_types() -> list[dict[str, Any]]:
    """As `ActivityTypes.Get` gives them: the label is in `DisplayName` or in `ActivityEventName`."""
    rows: list[dict[str, Any]] = []
    for kind in ACTIVITY_TYPES:
        row: dict[str, Any] = {
            "ActivityEvent": kind.code,
            "ActivityEventName": kind.name,
            "DisplayName": kind.name,
            "EventType": kind.event_type,
            "EventDirection": 0 if kind.code == INBOUND_CALL.code else 1,
            "Score": kind.score,
            "IsDeletable": kind.event_type == 2,
            "Description": None,
        }
        if kind.code in (2, 202):
            del row["DisplayName"]
        elif kind.code in (98, 203):
            row["ActivityEventName"] = ""
        rows.append(row)
    return rows


def build_activity(lead_id: str, happening: Happening, moment: datetime, form: DataForm) -> dict[str, Any]:
    """One activity, its details in the form asked for."""
    kind = happening.type
    dice = Dice(int(activity_id(lead_id, happening)[:8], 16))
    details = _build_details(kind, moment, dice)
    data: Any = [{"Key": key, "Value": value} for key, value in details.items()]
    return {
        "Id": activity_id(lead_id, happening),
        "EventCode": kind.code,
        "EventName": kind.name,
        "ActivityScore": kind.score,
        "CreatedOn": write_plain(moment),
        "ActivityType": kind.event_type,
        "Type": ("Email", "Web", "Custom")[kind.event_type] if kind.event_type < 3 else "Phone",
        "IsEmailType": kind.event_type == 0,
        "SessionId": dice.hexadecimal(16) if kind.event_type == 1 else None,
        "TrackLocation": None,
        "Latitude": None,
        "Longitude": None,
        "Data": {DataForm.PAIRS: data, DataForm.OBJECT: details, DataForm.NULL: None}[form],
    }


def _build_details(kind: ActivityType, moment: datetime, dice: Dice) -> dict[str, str | None]:
    user = dice.pick(USERS)
    if kind.event_type == 9:
        seconds = dice.pick(("0", str(dice.between(4, 2_400))))
        return {
            "Status": "Answered" if seconds != "0" else dice.pick(("NotAnswered", "Voicemail", "Busy")),
            "CallDuration": seconds,
            "StartTime": write_plain(moment),
            "DisplayNumber": f"+1-80055501{dice.digits(2)}",
            "CallNotes": f"{{keyvalueinfo}}{{Outcome}}{{=}}{{Call back}}{{next}}{{Seconds}}{{=}}{{{seconds}}}{{next}}",
            "CreatedBy": user.id,
            "CreatedByName": user.full_name,
        }
    if kind.event_type == 2:
        return {
            "NotableEvent": kind.name,
            "NotableEventDescription": dice.pick(("Brought both pay stubs.", "No show\nsecond time", "=2+2", "")),
            "mx_Custom_1": dice.pick(("0042", None, "Ä & Ö")),
            "CreatedByName": user.full_name,
        }
    page = "https://www.example.com/quote?step=2&lang=en"
    return {"PageUrl": page, "Subject": dice.pick(("Your rates for today", "“Last call”", None))}
