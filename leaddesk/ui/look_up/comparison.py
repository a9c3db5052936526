"""The rows of the side-by-side table: what several records of one person say, and where they differ. Pure; no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from typing import Final

from leaddesk.domain.lead import ALL_LEAD_FACTS
from leaddesk.services.found_leads import FoundLead
from leaddesk.services.lead_differences import Difference
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.lead.text_cells import Row, TextCell

_DO_NOT_CONTACT: Final = "do_not_contact"
_SAYINGS: Final = frozenset({_DO_NOT_CONTACT, "consent"})
"""Of these “not given” would read as a no: consent that nobody spoke of is not consent that was not given."""
_MISSING: Final = "not given"
_SILENT: Final = "says nothing"
_NO_SUCH_THING: Final = "has no such field"


def comparison_headings(leads: Sequence[FoundLead]) -> tuple[str, ...]:
    """One column for each lead under its account's name; with the id where an account has several."""
    of_account = Counter(lead.account.id for lead in leads)
    names = (lead.words if of_account[lead.account.id] > 1 else lead.account.name for lead in leads)
    return ("Field", *map(one_line, names))


def comparison_rows(differences: Sequence[Difference], leads: Sequence[FoundLead]) -> tuple[Row, ...]:
    """Those of which at least one lead says something; the do-not-contact flags always."""
    told = [item for item in differences if any(item.texts) or item.key == _DO_NOT_CONTACT]
    return tuple((_label_cell(item), *map(_text_cell, repeat(item), item.texts, leads)) for item in told)


def contradiction_words(differences: Sequence[Difference]) -> str:
    """Who says that the person must not be contacted and who does not say so; empty when they agree."""
    return "\n".join(item.note for item in differences if item.important and item.note)


def _label_cell(item: Difference) -> TextCell:
    if not item.differs:
        return TextCell(item.label)
    return TextCell(f"{item.label} (differs)", icon="alert", bold=True)


def _text_cell(item: Difference, text: str, lead: FoundLead) -> TextCell:
    is_flag = item.key == _DO_NOT_CONTACT
    if not text:
        can_be = item.key not in ALL_LEAD_FACTS or item.key in lead.facts
        words = _SILENT if item.key in _SAYINGS else _MISSING if can_be else _NO_SUCH_THING
        return TextCell(words, muted=True)
    return TextCell(one_line(text), full=text, icon="cancel" if is_flag else "", bold=item.differs, whole=is_flag)
