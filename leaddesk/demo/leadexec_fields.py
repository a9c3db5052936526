"""The `Fields` section of a LeadExec lead: other ones for each lead type, with the types and gaps of real data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.person import Interest, Person

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LeadType:
    """A lead type of the demo account."""

    uid: int
    descriptor: str
    interest: Interest
    first_lead_uid: int


LEAD_TYPES: Final = (
    LeadType(1001, "Mortgage", Interest.HOME_LOAN, 41_000_000),
    LeadType(1002, "Solar", Interest.SOLAR, 52_000_000),
    LeadType(1003, "Auto insurance", Interest.CAR_INSURANCE, 63_000_000),
)

_CAR_MAKERS: Final = ("Examplar", "Fictiva", "Nonesuch Motors", "Placeholder")
_CAR_MODELS: Final = ("Alpha", "Bravo LX", "3000", "E-One", "Kombi")
_INSURERS: Final = ("Example Mutual", "None", "Sample Casualty", "Other", "")


def build_fields(person: Person, lead_type: LeadType, dice: Dice) -> Values:
    """What this person typed into the form of that lead type."""
    values = _person_fields(person, dice) | _TYPE_FIELDS[lead_type.uid](person, dice)
    if dice.chance(0.02):
        values["Sub.ID"] = f"{dice.digits(3)}.{dice.hexadecimal(6)}"
    if dice.chance(0.12):
        for name in (dice.pick(tuple(values)), dice.pick(tuple(values))):
            values.pop(name, None)
    if dice.chance(0.08):
        values[dice.pick(tuple(values))] = None
    return values


def write_phone(phone: str, dice: Dice) -> Any:
    """A phone the way it happens to be stored: a number in most leads, text of any form in others."""
    if not phone:
        return dice.pick(("", None, 0))
    share = dice.share()
    if share < 0.62:
        return int(phone)
    if share < 0.64:
        return float(phone)
    area, middle, line = phone[:3], phone[3:6], phone[6:]
    forms = (phone, phone, f"({area}) {middle}-{line}", f"{area}-{middle}-{line}", f"+1 {area} {middle} {line}")
    return dice.pick(forms)


def _person_fields(person: Person, dice: Dice) -> Values:
    home, contact = person.home, person.contact
    return {
        "FirstName": person.first_name,
        "LastName": person.last_name,
        "StreetAddress": home.street,
        "City": home.city,
        "State": home.state,
        "PostalCode": _write_postal_code(home.postal_code, dice),
        "Country": home.country,
        "IPAddress": person.visit.ip_address,
        "EmailAddress": contact.email,
        "Phone": write_phone(contact.phone, dice),
        "MobilePhone": write_phone(contact.mobile_phone, dice) if contact.mobile_phone else "",
        "WorkPhone": write_phone(contact.work_phone, dice) if contact.work_phone else None,
        "DateOfBirth": _write_birth_date(person, dice),
        "BestTimeToCall": dice.pick(("Morning", "Afternoon", "Evening", "Any time", "")),
        "Employer": person.work.company,
        "JobTitle": person.work.job_title,
        "Comments": person.notes,
    }


def _write_postal_code(code: str, dice: Dice) -> Any:
    """Text, but a number in a few leads: its leading zeros are lost."""
    return int(code) if code.isdigit() and dice.chance(0.05) else code


def _write_birth_date(person: Person, dice: Dice) -> Any:
    born = person.birth_date
    if born is None:
        return dice.pick((None, "", "0001-01-01T00:00:00Z"))
    return dice.pick((born.isoformat(), f"{born.isoformat()}T00:00:00Z", f"{born.month}/{born.day}/{born.year}"))


def _write_amount(amount: int | None, dice: Dice) -> Any:
    """A whole number in most leads; as text, with cents or in words in a few."""
    if amount is None:
        return dice.pick((None, "", 0))
    share = dice.share()
    if share < 0.9:
        return amount
    return dice.pick((f"${amount:,}", str(amount), amount + 0.5, f"{amount // 1000}k", "Not sure"))


def _mortgage_fields(person: Person, dice: Dice) -> Values:
    wish = person.wish
    return {
        "LoanAmount": _write_amount(wish.loan_amount, dice),
        "LoanPurpose": wish.purpose,
        "PropertyType": wish.property_type,
        "PropertyValue": _write_amount(wish.property_value, dice),
        "PropertyUse": dice.pick(("Primary residence", "Second home", "Investment", "")),
        "CreditRating": wish.credit_rating,
        "DownPaymentPercent": dice.pick((0, 3.5, 5, 10, 12.25, 20, 20)),
        "CurrentRate": dice.pick((2.875, 3.25, 5.5, 6.125, 7.0, None)),
        "HouseholdIncome": dice.between(18, 420) * 500,
        "FirstTimeBuyer": dice.pick((True, False, "Yes", "No")),
        "Veteran": dice.pick((False, False, True, "N/A")),
        "Bankruptcy": dice.pick(("No", "No", "No", "Yes, discharged")),
        "WorkingWithAgent": dice.chance(0.3),
        "TimeFrame": wish.time_frame,
        "MonthlyPayment": round((wish.loan_amount or 0) * 0.00599, 2),
        "LoanToValue": round(wish.loan_amount / wish.property_value, 4)
        if wish.loan_amount and wish.property_value
        else None,
    }


def _solar_fields(person: Person, dice: Dice) -> Values:
    return {
        "LeadSource": dice.pick(("Neighbor", "Radio", "Saw a van", "", "Internet")),  # named like a property
        "HomeOwner": dice.pick((True, True, False, "Yes")),
        "ElectricBill": dice.pick((dice.between(40, 700), "$101-150", "$201-300", None)),
        "UtilityProvider": dice.pick(("Example Power & Light", "Sample Electric Co-op", "Don't know", "")),
        "RoofType": dice.pick(("Asphalt shingle", "Tile", "Metal", "Flat", "Slate")),
        "RoofShade": dice.pick(("No shade", "Partial", "Mostly shaded", "Uncertain")),
        "RoofAge": dice.between(0, 45),
        "PropertyType": person.wish.property_type,
        "Estimated value ($)": _write_amount(person.wish.property_value, dice),
        "Purpose": person.wish.purpose,
        "TimeFrame": person.wish.time_frame,
        "CreditRating": person.wish.credit_rating,
        "WantsBattery": dice.pick((True, False, None)),
        "SystemSizeKw": round(3 + dice.share() * 12, 3),
    }


def _car_fields(person: Person, dice: Dice) -> Values:
    year = dice.between(1998, 2026)
    return {
        "VehicleYear": dice.pick((year, str(year))),
        "VehicleMake": dice.pick(_CAR_MAKERS),
        "VehicleModel": dice.pick(_CAR_MODELS),
        "VIN": f"0DEMO{dice.hexadecimal(5).upper()}{dice.digits(7)}",
        "AnnualMileage": dice.pick((5000, 7500, 10000, "12,000", 15000)),
        "CurrentInsurer": dice.pick(_INSURERS),
        "PolicyNumber": dice.digits(15) + dice.digits(4),
        "InsuredSince": dice.pick((f"{dice.between(1990, 2025)}-01-01", "Never", None)),
        "SR22": dice.pick((False, False, True, "No")),
        "Violations": dice.pick((0, 0, 0, 1, 2, "2+")),
        "HomeOwner": dice.pick(("Own", "Rent", "")),
        "Married": dice.pick((True, False, None)),
        "CreditRating": person.wish.credit_rating,
        "Purpose": person.wish.purpose,
        "Drivers": [
            {"Name": name, "Age": dice.between(16, 88), "Primary": place == 0}
            for place, name in enumerate((person.full_name, "Second Driver")[: dice.between(1, 2)])
        ],
    }


_TYPE_FIELDS: Final[Mapping[int, Callable[[Person, Dice], Values]]] = {
    1001: _mortgage_fields,
    1002: _solar_fields,
    1003: _car_fields,
}
