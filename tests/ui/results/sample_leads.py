"""Invented leads with the awkward values that real ones have."""

from __future__ import annotations

import json
from typing import Any

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record, RecordKind

FIRST_NAMES = ("Ada", "Ben", "Chloé", "Dora", "Émile", "Farid", "Grace", "Hugo", "Inés", "Jonas", "Kaya", "Liam")
LAST_NAMES = ("Archer", "Baker", "Carter", "Dyer", "Ekström", "Fletcher", "Glover", "Hooper", "Ibsen", "Joyner")
CITIES = ("Reno", "Boise", "Fargo", "Tulsa", "Omaha", "Macon", "Salem", "Dover")
SOURCES = ("Autumn mailing", "Partner site", "Comparison page", "Call centre")


def column(key: str, title: str, kind: Kind, *, shown: bool = True) -> Column:
    return Column(key, title, kind, tuple(key.split(".")), shown)


COLUMNS = (
    column("UID", "Lead number", Kind.IDENTIFIER),
    column("Properties.DateAdded", "Date added", Kind.MOMENT),
    column("Fields.FirstName", "First name", Kind.TEXT),
    column("Fields.LastName", "Last name", Kind.TEXT),
    column("Fields.Phone", "Phone", Kind.PHONE),
    column("Fields.Email", "E-mail", Kind.EMAIL),
    column("Fields.City", "City", Kind.TEXT),
    column("Fields.Zip", "ZIP", Kind.POSTAL_CODE),
    column("Properties.Price", "Price", Kind.MONEY),
    column("Properties.LeadGrade", "Lead grade", Kind.INTEGER),
    column("Properties.IsValid", "Valid", Kind.YES_NO),
    column("Properties.LeadSource", "Lead source", Kind.TEXT),
    column("Fields.Comment", "Comment", Kind.LONG_TEXT),
    column("LastUpdated", "Last updated", Kind.MOMENT, shown=False),
    column("Fields.Extra", "Extra", Kind.OBJECT, shown=False),
)


def lead_source(number: int) -> dict[str, Any]:
    first, last = FIRST_NAMES[number * 7 % 12], LAST_NAMES[number * 3 % 10]
    fields: dict[str, Any] = {
        "FirstName": first,
        "LastName": last,
        "Phone": 7755550100 + number % 100 if number % 3 else f"(775) 555-01{number % 100:02d}",
        "Email": f"{first}.{last}.{number}@example.com".lower(),
        "City": CITIES[number % 8],
        "Zip": f"{(number * 137) % 99999:05d}",
        "Comment": "Asked for a call after six,\nnot on Fridays. " * (1 + number % 9),
        "Extra": {"page": number, "tags": ["a", "b"]},
    }
    if number % 5 == 0:
        del fields["City"]
    if number % 7 == 0:
        fields["Email"] = ""
    day, hour = 1 + number % 28, number % 24
    return {
        "UID": 90210000 + number,
        "Properties": {
            "DateAdded": "0001-01-01T00:00:00Z" if number % 11 == 0 else f"2026-11-{day:02d}T{hour:02d}:10:11.4Z",
            "Price": None if number % 9 == 0 else round(number * 13.37 % 120, 2),
            "LeadGrade": number * 17 % 100,
            "IsValid": number % 4 != 0,
            "LeadSource": SOURCES[number % 4],
        },
        "Fields": fields,
        "LastUpdated": f"2026-11-{day:02d}T{hour:02d}:12:00Z",
    }


def record(source: dict[str, Any], position: int = 0, key: str | None = None) -> Record:
    identifier = str(source.get("UID", "")) if key is None else key
    data = json.dumps(source, ensure_ascii=False).encode()
    return Record("account", "leadexec", RecordKind.LEAD, identifier, data, position)


def leads(count: int, start: int = 0) -> tuple[Record, ...]:
    return tuple(record(lead_source(number), number) for number in range(start, start + count))
