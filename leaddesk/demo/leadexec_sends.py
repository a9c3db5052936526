"""The `SendInformation` section of a LeadExec lead: to whom it went, what was posted, what came back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from leaddesk.demo.dice import Dice
from leaddesk.demo.leadexec_moments import NO_DATE, write_moment
from leaddesk.demo.person import Person


@dataclass(frozen=True, slots=True)
class Buyer:
    """A client of the demo account; `form` is how its leads are posted: form, json or xml."""

    uid: int
    name: str
    group: str
    form: str


BUYERS: Final = (
    Buyer(301, "Harbor Example Lending", "Lenders", "form"),
    Buyer(302, "Sample Savings Bank, N.A.", "Lenders", "json"),
    Buyer(303, "O'Example & Partners", "Brokers", "xml"),
    Buyer(304, "Bright Roof Demo", "Installers", "json"),
    Buyer(305, "Placeholder Insurance Agency", "Agencies", "form"),
    Buyer(306, "Beispiel Kredit GmbH", "Brokers", "xml"),
    Buyer(307, "First Fictional Credit Union", "", "form"),
    Buyer(308, "E-mail only: Demo Desk", "Manual", "mail"),
)

LARGE_TEXT_CHARACTERS: Final = 40_000
_REJECTIONS: Final = ("Duplicate within 30 days", "State not covered", "Daily cap reached", "Invalid phone", "Timeout")
_RETURNS: Final = ("Disconnected number", "Not interested", "Wrong person", "Out of area")


def build_send_information(
    person: Person, added: datetime, now: datetime, dice: Dice, *, first_send_uid: int, may_be_sent: bool
) -> dict[str, Any]:
    """The section, with no sends for a lead that may not be sent. Prices are rounded to cents."""
    if may_be_sent and person.number % 613 == 7:
        sends = [_build_send(person, added, now, dice, place, is_large=place == 0) for place in range(2)]
    else:
        count = dice.pick((0, 1, 1, 1, 2, 2, 3, 5)) if may_be_sent else 0
        sends = [_build_send(person, added, now, dice, place) for place in range(count)]
    for place, send in enumerate(sends):
        send["SendUID"] = first_send_uid + place
    revenue = round(sum(send["Price"] for send in sends if send["Valid"]), 2)
    information: dict[str, Any] = {"Revenue": revenue, "SendCount": len(sends), "Sends": sends}
    if not sends and dice.chance(0.3):
        information["Sends"] = None
    if dice.chance(0.03):
        information["Ledger"] = {"Currency": "USD", "Open": round(revenue / 3, 3)}
    return information


def _build_send(
    person: Person, added: datetime, now: datetime, dice: Dice, place: int, *, is_large: bool = False
) -> dict[str, Any]:
    buyer = dice.pick(BUYERS)
    sent = min(added + timedelta(seconds=2 + place * 3 + dice.share() * 20), now)
    is_accepted = is_large or dice.chance(0.7)
    is_mail = buyer.form == "mail"
    receipt = dice.digits(9) if is_accepted else ""
    reads = _build_reads(sent, now, dice) if is_mail else []
    send = {
        "SendUID": 0,
        "ClientUID": buyer.uid,
        "Client": buyer.name,
        "ClientGroup": buyer.group,
        "DateSent": write_moment(sent, dice.pick((3, 3, 3, 2, 7))),
        "Valid": is_accepted,
        "Price": round(4 + dice.share() * 60, 2) if is_accepted else 0.0,
        "PostData": "" if is_mail else _POST_DATA[buyer.form](_posted_values(person), dice),
        "Response": "" if is_mail else _build_response(buyer, receipt, dice, is_large=is_large),
        "Location": dice.pick((0, 0, 1, 14)),
        "Emailed": is_mail,
        "Forwarded": is_mail and dice.chance(0.2),
        "RecordID": dice.pick((receipt, receipt, f"00{receipt}", None)),
        "DeliveryDuration": dice.between(40, 29_000),
        "ClientAccountUID": 9_000 + buyer.uid,
        "ClientAccount": dice.pick(("Default", "Exclusive, 5 a day", "")),
        "ClientOrderUID": dice.pick((0, dice.between(10_000, 99_999))),
        "InvoiceUID": dice.pick((0, 0, dice.between(1, 4_000))),
        "RevShare": dice.pick((0.0, 0.0, 0.15)),
        "Automated": not is_mail,
        "LeadNotes": dice.pick(("", "", "Called, no answer", "Ring the bell twice\nask for “Sam”")),
    }
    return send | _build_reading(reads, sent, now, dice, is_accepted=is_accepted)


def _build_reading(
    reads: list[dict[str, Any]], sent: datetime, now: datetime, dice: Dice, *, is_accepted: bool
) -> dict[str, Any]:
    """What the buyer did with it: read, returned, made appointments."""
    is_returned = is_accepted and dice.chance(0.08)
    opened = [read["DateOpened"] for read in reads]
    appointments = _build_appointments(now, dice) if is_accepted and dice.chance(0.12) else []
    return {
        "LastReadDate": opened[-1] if opened else NO_DATE,
        "FirstReadDate": opened[0] if opened else NO_DATE,
        "ReadCount": len(opened),
        "LastReturnAction": dice.between(1, 3) if is_returned else 0,
        "LastActionDate": write_moment(min(sent + timedelta(hours=30), now)) if is_returned else write_moment(sent, 2),
        "LastReturnActionReason": dice.pick(_RETURNS) if is_returned else "",
        "AssignedReadDate": dice.pick((None, None, write_moment(sent, 1))),
        "NextAppointmentDate": appointments[0]["StartDate"] if appointments else NO_DATE,
        "EmailReads": reads if reads or dice.chance(0.9) else None,
        "Appointments": appointments,
    }


def _build_reads(sent: datetime, now: datetime, dice: Dice) -> list[dict[str, Any]]:
    moments = sorted(min(sent + timedelta(minutes=dice.between(1, 900)), now) for _ in range(dice.between(0, 3)))
    return [
        {"DateOpened": write_moment(moment), "IPAddress": dice.pick(("198.51.100.77", "203.0.113.9", "10.0.7.5", ""))}
        for moment in moments
    ]


def _build_appointments(now: datetime, dice: Dice) -> list[dict[str, Any]]:
    start = now + timedelta(hours=dice.between(1, 200))
    return [
        {
            "AppointmentUID": dice.between(1, 99_999),
            "StartDate": write_moment(start + timedelta(days=place), 0),
            "Subject": dice.pick(("Call back", "Site visit", "Sign papers @ office")),
            "Notes": dice.pick(("", None, "Bring 2 pay stubs; ask for <Sam>")),
        }
        for place in range(dice.between(1, 2))
    ]


def _posted_values(person: Person) -> dict[str, str]:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "phone": person.contact.phone,
        "email": person.contact.email,
        "zip": person.home.postal_code,
        "amount": str(person.wish.loan_amount or ""),
    }


def _post_form(values: Mapping[str, str], dice: Dice) -> str:
    access = dice.pick(({"user": "leadexec", "password": "demo-buyer-password"}, {"apikey": "demo-buyer-key"}, {}))
    return urlencode({**access, **values})


def _post_json(values: Mapping[str, str], dice: Dice) -> str:
    access = dice.pick(({"apiKey": "demo-buyer-key"}, {"auth": {"token": "demo-buyer-token"}}, {}))
    return json.dumps({**access, "lead": dict(values), "test": False}, ensure_ascii=dice.chance(0.5))


def _post_xml(values: Mapping[str, str], dice: Dice) -> str:
    access = dice.pick(("<password>demo-buyer-password</password>", "<key>demo-buyer-key</key>", ""))
    items = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
    return f'<?xml version="1.0" encoding="utf-8"?><request>{access}<lead>{items}</lead></request>'


_POST_DATA: Final[Mapping[str, Callable[[Mapping[str, str], Dice], str]]] = {
    "form": _post_form,
    "json": _post_json,
    "xml": _post_xml,
}


def _build_response(buyer: Buyer, receipt: str, dice: Dice, *, is_large: bool) -> str:
    if is_large:
        line = "<tr><td>2026</td><td>received &amp; queued</td></tr>\n"
        rows = line * (LARGE_TEXT_CHARACTERS // len(line))
        return f"<html><body><h1>Accepted {receipt}</h1><table>\n{rows}</table></body></html>"
    if not receipt and dice.chance(0.2):
        return dice.pick(("", "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>", "0"))
    reason = dice.pick(_REJECTIONS)
    if buyer.form == "json":
        return json.dumps({"status": "accepted", "id": receipt} if receipt else {"status": "rejected", "why": reason})
    if buyer.form == "xml":
        inner = f"<status>accepted</status><id>{receipt}</id>" if receipt else f"<status>rejected</status>{reason}"
        return f"<response>{inner}</response>"
    return f"OK|{receipt}" if receipt else f"REJECTED: {reason}"
