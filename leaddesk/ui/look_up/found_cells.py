"""The columns that leads of all vendors have in common, and a found lead's values under them. Pure; no Qt."""

from __future__ import annotations

from typing import Final

from leaddesk.domain.cell import CellValue, Kind
from leaddesk.domain.columns import Column
from leaddesk.services.found_leads import FoundLead


def _column(key: str, title: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(key, title, kind, (key,), shown=True)


FOUND_COLUMNS: Final = (
    _column("account", "Account"),
    _column("name", "Name"),
    _column("do_not_contact", "Do not contact"),
    _column("phones", "Phones", Kind.PHONE),
    _column("emails", "E-mails", Kind.EMAIL),
    _column("stage", "Stage"),
    _column("source", "Source"),
    _column("owner", "Owner"),
    _column("place", "Place"),
    _column("added", "Added", Kind.MOMENT),
    _column("id", "Id", Kind.IDENTIFIER),
)
"""In their order. Whether somebody may be contacted stands before how, and never out of view at the right."""

DO_NOT_CONTACT: Final = next(place for place, column in enumerate(FOUND_COLUMNS) if column.key == "do_not_contact")


def found_cells(found: FoundLead) -> tuple[CellValue, ...]:
    """One value for each of FOUND_COLUMNS; phones and e-mails as the vendor sent them."""
    lead = found.lead
    return (
        found.account.name,
        _name(found),
        " ".join(_sentence(text) for text in lead.do_not_contact),
        "; ".join(phone.text for phone in lead.phones),
        "; ".join(email.text for email in lead.emails),
        lead.stage,
        lead.source,
        lead.owner,
        lead.place.one_line(),
        lead.added,
        found.record.id,
    )


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _name(found: FoundLead) -> str:
    """What could not be read says so where its name would stand."""
    name = found.lead.name or found.title
    return f"{name} ({found.note})" if found.note else name
