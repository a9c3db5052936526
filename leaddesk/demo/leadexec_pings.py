"""LeadExec's pings: what sources asked before they sent a lead (inbound), and what buyers were asked (outbound)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.leadexec_leads import LeadRow
from leaddesk.demo.leadexec_moments import cut_moment, write_moment
from leaddesk.demo.leadexec_sends import BUYERS
from leaddesk.demo.wordlists import SOURCES

Values = dict[str, Any]

_PING_DIGITS: Final = (3, 3, 3, 2, 7)
_OUTCOMES: Final = ("No matching clients", "Rejected: state not covered", "Duplicate", "Price too low", "")


@dataclass(frozen=True, slots=True)
class PingRow:
    """A ping before it is written. `added` is its `CreatedOn` or `SentOn`; `lead` the person it is about.

    `has_lead` is False when no lead followed it.
    """

    added: datetime
    digits: int
    number: int
    lead: LeadRow
    has_lead: bool
    build: Callable[[PingRow, Dice], Values]

    def write(self) -> Values:
        """The ping as LeadExec sends it."""
        return self.build(self, Dice(self.number))


def arrange_inbound_pings(leads: Sequence[LeadRow]) -> tuple[PingRow, ...]:
    """About two pings for three leads, the oldest first; one in five stayed without a lead."""
    return _arrange(leads, seed=1, share=0.65, seconds_before=90, build=_build_inbound)


def arrange_outbound_pings(leads: Sequence[LeadRow]) -> tuple[PingRow, ...]:
    """About two pings for three leads, the oldest first."""
    return _arrange(leads, seed=2, share=0.65, seconds_before=5, build=_build_outbound)


def _arrange(
    leads: Sequence[LeadRow], *, seed: int, share: float, seconds_before: int, build: Callable[[PingRow, Dice], Values]
) -> tuple[PingRow, ...]:
    rows: list[PingRow] = []
    for lead in leads:
        number = 10_000_000 * seed + lead.person.number
        dice = Dice(number + 500_000)
        if lead.turn or not dice.chance(share):
            continue
        digits = dice.pick(_PING_DIGITS)
        moment = cut_moment(lead.added - timedelta(seconds=1 + dice.share() * seconds_before), digits)
        rows.append(PingRow(moment, digits, number, lead, dice.chance(0.8), build))
    return tuple(sorted(rows, key=lambda row: (row.added, row.number)))


def _build_inbound(row: PingRow, dice: Dice) -> Values:
    visit = row.lead.person.visit
    is_accepted = row.has_lead or dice.chance(0.2)
    revenue = round(5 + dice.share() * 60, 2) if is_accepted else 0.0
    matched = [dice.pick(BUYERS).name for _ in range(dice.between(1, 4))] if is_accepted else []
    ping: Values = {
        "Id": dice.hexadecimal(24),
        "Accepted": is_accepted,
        "OrderID": _write_guid(dice),
        "CreatedOn": write_moment(row.added, row.digits),
        "ExpiresOn": write_moment(row.added + timedelta(minutes=5), 3),
        "LeadSourceUID": 40 + SOURCES.index(visit.source),
        "LeadSource": visit.source,
        "CampaignUID": dice.pick((0, dice.between(100, 199))),
        "Campaign": visit.campaign,
        "Received": row.has_lead,
        "LeadUID": row.lead.uid if row.has_lead else 0,
        "PotentialClients": len(matched),
        "PotentialRevenue": revenue,
        "DeliveredClients": dice.between(0, len(matched)) if row.has_lead else 0,
        "ActualRevenue": revenue if row.has_lead and dice.chance(0.7) else 0.0,
        "Result": "Accepted" if is_accepted else dice.pick(_OUTCOMES),
        "ScanLog": _write_scan_log(dice),
        "MatchedClients": matched or dice.pick(([], None)),
        "RequestID": dice.pick(("", dice.digits(14))),
    }
    return ping | _build_payload(row, dice, is_accepted=is_accepted)


def _build_outbound(row: PingRow, dice: Dice) -> Values:
    buyer = dice.pick(BUYERS)
    is_accepted = row.has_lead and dice.chance(0.7)
    price = round(4 + dice.share() * 50, 2) if is_accepted else 0.0
    payload = _build_payload(row, dice, is_accepted=is_accepted)
    return {
        "Id": dice.hexadecimal(24),
        "Accepted": is_accepted,
        "ClientUID": buyer.uid,
        "Client": buyer.name,
        "DeliveryMethodUID": 2_000 + buyer.uid,
        "DeliveryMethod": dice.pick(("Ping post", "Ping post (XML)", "")),
        "DeliveryAccountUID": 9_000 + buyer.uid,
        "DeliveryAccount": dice.pick(("Default", "Exclusive, 5 a day")),
        "PostSent": is_accepted and dice.chance(0.9),
        "LeadUID": row.lead.uid if row.has_lead else 0,
        "Price": price,
        "Revenue": dice.pick((price, round(price * 0.85, 2))),
        "Response": payload["Response"],
        "Request": payload["Request"],
        "LeadSourceUID": 40 + SOURCES.index(row.lead.person.visit.source),
        "CampaignName": row.lead.person.visit.campaign,
        "SentOn": write_moment(row.added, row.digits),
        "Fields": payload["Fields"],
    }


def _build_payload(row: PingRow, dice: Dice, *, is_accepted: bool) -> Values:
    """Request, response and fields: null in many pings, filled in others; a few keys more in some."""
    if dice.chance(0.5):
        return {"Response": None, "Request": None, "Fields": None}
    person = row.lead.person
    fields: Values = {
        "State": person.home.state,
        "PostalCode": person.home.postal_code,
        "LoanAmount": person.wish.loan_amount,
        "CreditRating": person.wish.credit_rating,
        "Subscribed": dice.chance(0.5),
    }
    request = dice.pick((f"zip={person.home.postal_code}&apikey=demo-buyer-key", json.dumps(fields), "<ping/>"))
    answer: Values = {"accepted": is_accepted, "bid": round(dice.share() * 40, 2)}
    response = dice.pick((json.dumps(answer), f"<ping><accepted>{str(is_accepted).lower()}</accepted></ping>", answer))
    more: Values = {"AuctionRound": dice.between(1, 3)} if dice.chance(0.05) else {}
    return {"Response": response, "Request": request, "Fields": dice.pick((fields, fields, {})), **more}


def _write_scan_log(dice: Dice) -> str:
    steps = ("Scan started", "Filter: state ok", "Filter: credit rating <b>skipped</b>", "2 of 8 clients matched")
    return "\r\n".join(steps[: dice.between(0, len(steps))])


def _write_guid(dice: Dice) -> str:
    text = dice.hexadecimal(32)
    return "-".join((text[:8], text[8:12], "4" + text[13:16], "a" + text[17:20], text[20:]))
