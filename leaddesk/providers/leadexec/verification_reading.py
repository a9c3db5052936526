"""Reading `TrestleVerification`, with what its grades, scores and matches mean in words.

The section is absent for leads that did not go through Trestle (query document). The scale of the values is not in
LeadExec's documents: Trestle grades contacts from A (best) to F, and scores phone activity from 0 to 100, 70 and
more for a phone in use, 30 and less for one that is probably disconnected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.record_detail import FieldGroup, FieldValue
from leaddesk.providers.leadexec.documented import TRESTLE
from leaddesk.providers.leadexec.section_rows import read_number, read_rows, read_section, read_text, read_yes_no

NOT_SENT_NOTE: Final = "LeadExec sends this section only for leads that went through Trestle."

_GRADES: Final = {
    "A": "Best grade: this contact is the likeliest to be reached (A is best, F is worst).",
    "B": "Good grade (A is best, F is worst).",
    "C": "Middling grade (A is best, F is worst).",
    "D": "Poor grade (A is best, F is worst).",
    "F": "Worst grade: this contact is the least likely to be reached (A is best, F is worst).",
}
_PROBABLY_DISCONNECTED: Final = 30
_ACTIVE: Final = 70
_HIGHEST_SCORE: Final = 100


def read_verification(record: Mapping[str, Any]) -> FieldGroup:
    """The closing group "Verification"; without rows, and with a note, when the section did not come."""
    section = read_section(record, "TrestleVerification")
    if section is None:
        return FieldGroup("verification", "Verification", (), NOT_SENT_NOTE)
    rows = tuple(_explained(row) for row in read_rows(section, TRESTLE, add_missing=True))
    return FieldGroup("verification", "Verification", rows)


def _explained(row: FieldValue) -> FieldValue:
    explain = _MEANINGS.get(row.name)
    if explain is None or row.raw is None or row.raw is NOT_SENT or row.raw == "":
        return row
    return replace(row, meaning=explain(row.raw))


def _mean_grade(raw: Any) -> str:
    return _GRADES.get(read_text(raw).upper(), "This grade is not one of A, B, C, D and F; ask LeadExec what it means.")


def _mean_score(raw: Any) -> str:
    score = read_number(raw)
    if score is None or not 0 <= score <= _HIGHEST_SCORE:
        return "This is outside the known scale of 0 to 100; ask LeadExec what it means."
    if score <= _PROBABLY_DISCONNECTED:
        return "The phone is probably disconnected (0 to 30 of 100)."
    if score >= _ACTIVE:
        return "The phone is in use (70 to 100 of 100)."
    return "Not clear whether the phone is in use (31 to 69 of 100)."


def _match_meaning(what: str) -> Callable[[Any], str]:
    def explain(raw: Any) -> str:
        match = read_yes_no(raw)
        if match is None:
            return f"LeadExec does not say clearly whether {what} belongs to the lead's name."
        return f"{what[:1].upper()}{what[1:]} {'belongs' if match else 'does not belong'} to the lead's name."

    return explain


_MEANINGS: Final[Mapping[str, Callable[[Any], str]]] = {
    "PhoneContactGrade": _mean_grade,
    "EmailContactGrade": _mean_grade,
    "PhoneActivityScore": _mean_score,
    "PhoneNameMatch": _match_meaning("the phone"),
    "EmailNameMatch": _match_meaning("the e-mail address"),
    "AddressNameMatch": _match_meaning("the address"),
}
