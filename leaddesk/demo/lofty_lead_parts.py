"""The nested parts of a Lofty lead: inquiry, properties, custom attributes, tags, wishes (dossier, section 5)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.lofty_facts import LeadFacts
from leaddesk.demo.lofty_moments import write_iso
from leaddesk.demo.lofty_team import CUSTOM_FIELDS, ME, CustomField
from leaddesk.demo.person import Person

Values = dict[str, Any]

NOT_SET: Final = -1
_YES_NO: Final = ("Yes", "No", "N/A", "N/A", None)
_TIME_FRAMES: Final = ("0-3", "1-3", "3-6", "6-12", "12+", "N/A", None)
_PROPERTY_TYPES: Final = ("Single Family Home", "Condo", "Townhouse", "Multi-Family Home", "Lot/Land")
_OPPORTUNITIES: Final = (None, None, None, "High Interest", "Sell", "Back to Site", "Back on Market")
_LEAD_TYPES: Final = ((2,), (2,), (1,), (2, 1), (5,), (6,), (7,), (8,), (9,), (-1,), (), None)
_EMPLOYERS: Final = ("Example Mills", "Sample & Daughters", "", None)


def build_inquiry(row: LeadFacts, dice: Dice) -> Values | None:
    """What they look for; -1 and null say that nothing is set."""
    if dice.chance(0.03):
        return None
    price = row.profile.person.wish.property_value
    home = row.profile.person.home
    locations = [{"city": home.city, "stateCode": home.state}, {"city": "Example Springs", "stateCode": home.state}]
    return {
        "priceMin": price // 2 if price and dice.chance(0.6) else NOT_SET,
        "priceMax": price if price else NOT_SET,
        "propertyType": dice.pick((None, [], ["Condo"], ["Single Family Home", "Condo"])),
        "bedroomsMin": dice.pick((NOT_SET, 1, 2, 3)),
        "bathroomsMin": dice.pick(("1", "2", 1.5, None, "")),
        "locations": dice.pick((None, locations[:1], locations, [])),
        "id": row.lead_id + 31,
        "leadUserId": row.lead_user_id,
        "bedroomsMax": dice.pick((NOT_SET, 4, 5)),
        "bathroomsMax": dice.pick((None, "3", 2.5)),
        "modifyByAgent": dice.chance(0.3),
        "createTime": write_iso(row.added),
        "updateTime": write_iso(min(row.added + timedelta(hours=dice.between(0, 400)), row.now)),
        "defaultValue": dice.chance(0.2),
    }


def build_properties(row: LeadFacts, dice: Dice) -> list[Values] | None:
    """Houses they own or look at; the one with `mailAddress` is where mail goes."""
    count = dice.pick((0, 1, 1, 1, 2, 3))
    if not count:
        return dice.pick((None, []))
    return [_build_property(row, place, dice) for place in range(count)]


def _build_property(row: LeadFacts, place: int, dice: Dice) -> Values:
    person, home = row.profile.person, row.profile.person.home
    value = person.wish.property_value
    is_home = place == 0
    return {
        "price": value if value and is_home else NOT_SET,
        "state": home.state,
        "city": home.city,
        "streetAddress": home.street if is_home else f"{dice.between(1, 999)} Example Court",
        "zipCode": home.postal_code,
        "county": dice.pick((None, "", "Example County")),
        "propertyType": dice.pick(_PROPERTY_TYPES),
        "bedrooms": dice.pick((NOT_SET, 2, 3, 4)),
        "bathrooms": dice.pick((NOT_SET, 1, 2, 2.5)),
        "squareFeet": dice.pick((NOT_SET, dice.between(600, 4_200))),
        "lotSize": dice.pick((NOT_SET, 0.25, 26.33)),
        "parkingSpace": dice.pick((NOT_SET, 0, 1, 2)),
        "floors": dice.pick((NOT_SET, 1, 2)),
        "mailAddress": is_home,
        "id": row.lead_id + 41 + place,
        "leadUserId": row.lead_user_id,
        "listingId": dice.pick((None, "", f"0{dice.digits(7)}")),
        "autoListingId": dice.pick((0, dice.between(10**9, 10**10))),
        "label": dice.pick((None, "Home", "Sell")),
        "note": dice.pick((None, "", "Roof: new; asks for <photos> & plans")),
        "listingStatus": dice.pick((None, "Active", "Sold")),
        "labelList": dice.pick((None, '["Home"]')),
        "pictureUrl": dice.pick((None, "https://pictures.example.com/house.jpg?size=2&lang=en")),
        "siteListingUrl": dice.pick((None, "https://www.example.com/listing/42")),
        "labelType": dice.pick((None, "1")),
    }


def build_custom_attributes(person: Person, dice: Dice) -> list[Values] | None:
    """The team's own fields as far as filled in; several choices are a JSON array inside a text."""
    if dice.chance(0.1):
        return None
    return [
        {
            "attributeName": field.name,
            "attributeType": field.kind,
            "value": _make_value(field, person, dice),
            "params": field.params,
        }
        for field in CUSTOM_FIELDS
        if dice.chance(0.6)
    ]


def _make_value(field: CustomField, person: Person, dice: Dice) -> str | None:
    match field.kind:
        case "number":
            return dice.pick((str(dice.between(480, 850)), "0700", None))
        case "date" | "anniversary_date":
            return dice.pick((f"2026-0{dice.between(1, 9)}-{dice.between(10, 28)}", ""))
        case "single_select":
            return dice.pick((*field.options, None))
        case "multi_select":
            chosen = [option for option in field.options if dice.chance(0.5)]
            return json.dumps(chosen, ensure_ascii=False) if chosen else dice.pick((None, "[]"))
        case "percentage":
            return dice.pick(("5", "20", "12.5", None))
        case "currency":
            loan = person.wish.loan_amount
            return str(loan // 200) if loan else None
        case _:
            return dice.pick((person.work.company, *_EMPLOYERS))


def build_tags(row: LeadFacts, dice: Dice) -> list[Values] | None:
    """The tags of the lead with when and by whom they were set."""
    profile = row.profile
    if not profile.tags:
        return dice.pick((None, [], []))
    moment = write_iso(row.added)
    return [
        {
            "leadId": row.lead_id,
            "tagId": tag.choice_id,
            "createTime": moment,
            "updateTime": moment,
            "tagName": tag.name,
            "creatorUserId": (profile.owner or ME).user_id,
            "visibleType": 1,
        }
        for tag in profile.tags
    ]


def build_wishes(person: Person, dice: Dice) -> Values:
    """The answers to what agents ask first."""
    wants_to_buy = person.wish.purpose == "Purchase"
    return {
        "buyingTimeFrame": dice.pick(_TIME_FRAMES),
        "preQual": dice.pick(_YES_NO),
        "houseToSell": dice.pick(_YES_NO),
        "fthb": dice.pick(_YES_NO),
        "withBuyerAgent": dice.pick(_YES_NO),
        "sellingTimeFrame": dice.pick(_TIME_FRAMES),
        "mortgage": dice.pick(_YES_NO),
        "buyHouse": "Yes" if wants_to_buy else dice.pick(_YES_NO),
        "withListingAgent": dice.pick(_YES_NO),
    }


def build_opportunity(dice: Dice) -> Any:
    """A word or null by the document; one team saw an object."""
    return {"type": "Sell", "score": 61} if dice.chance(0.02) else dice.pick(_OPPORTUNITIES)


def pick_lead_types(person: Person, dice: Dice) -> list[int] | None:
    """Numbers of what sort of lead this is; -1 for another one."""
    types = (2,) if person.wish.purpose == "Purchase" else dice.pick(_LEAD_TYPES)
    return None if types is None else list(types)
