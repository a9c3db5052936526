"""What an account calls its lead fields, activity types and users (dossier section 8, metadata). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.search import Choice
from leaddesk.providers.leadsquared.json_values import first_text, read_objects, read_text
from leaddesk.providers.leadsquared.names import LeadField, User
from leaddesk.providers.leadsquared.refusals import check_answer
from leaddesk.transport.json_answer import decode_json_answer
from leaddesk.transport.messages import WireRequest, WireResponse

WITHOUT_OPTIONS: Final = {"excludeOptionSets": "1"}
"""Leaves the values of dropdowns out, which make up most of a very large answer."""

_INACTIVE: Final = "1"


def read_lead_fields(request: WireRequest, response: WireResponse) -> tuple[LeadField, ...]:
    """The fields in the account's order; entries without a name are of no use and left out.

    Raises:
        AnswerNotUnderstood: the answer is no JSON array; and the errors of `check_answer`.
    """
    found: dict[str, LeadField] = {}
    for item in _read_list(request, response):
        name = read_text(item.get("SchemaName"))
        if name:
            found.setdefault(
                name, LeadField(name, first_text(item, "DisplayName") or name, first_text(item, "DataType"))
            )
    return tuple(found.values())


def read_users(request: WireRequest, response: WireResponse) -> tuple[User, ...]:
    """All users, inactive ones too; the id is called `ID` here and `UserId` elsewhere, the status is text or number.

    Raises:
        AnswerNotUnderstood: the answer is no JSON array; and the errors of `check_answer`.
    """
    found: dict[str, User] = {}
    for item in _read_list(request, response):
        sent_id = first_text(item, "ID", "UserId", "Id")
        name = " ".join(part for part in (first_text(item, "FirstName"), first_text(item, "LastName")) if part)
        if sent_id:
            is_active = read_text(item.get("StatusCode")) != _INACTIVE
            user = User(sent_id.lower(), sent_id, name, first_text(item, "EmailAddress"), is_active)
            found.setdefault(user.id, user)
    return tuple(found.values())


def read_activity_types(request: WireRequest, response: WireResponse) -> tuple[Choice, ...]:
    """Event codes as text, each with its label (`DisplayName` or `ActivityEventName`), sorted by label.

    Raises:
        AnswerNotUnderstood: the answer is no JSON array; and the errors of `check_answer`.
    """
    found: dict[str, str] = {}
    for item in _read_list(request, response):
        code = read_text(item.get("ActivityEvent"))
        if code:
            found.setdefault(code, first_text(item, "DisplayName", "ActivityEventName") or f"Activity {code}")
    return _as_choices(found.items())


def field_choices(fields: Iterable[LeadField]) -> tuple[Choice, ...]:
    """The fields by label; what is sent is the schema name."""
    return _as_choices((field.name, field.label) for field in fields)


def user_choices(users: Iterable[User]) -> tuple[Choice, ...]:
    """The users by name, those who are still active first; inactive ones are marked."""
    known = tuple(users)
    active = _as_choices((user.sent_id, user.shown_name) for user in known if user.is_active)
    inactive = _as_choices((user.sent_id, f"{user.shown_name} (inactive)") for user in known if not user.is_active)
    return (*active, *inactive)


def _as_choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Sorted by label; of several with one label each shows what is sent."""
    known = tuple(pairs)
    uses = Counter(label for _value, label in known)
    choices = (Choice(value, label if uses[label] == 1 else f"{label} ({value})") for value, label in known)
    return tuple(sorted(choices, key=lambda choice: choice.label.casefold()))


def _read_list(request: WireRequest, response: WireResponse) -> list[dict[str, Any]]:
    check_answer(request, response)
    answer = decode_json_answer(response)
    if not isinstance(answer, list):
        raise AnswerNotUnderstood(
            f"{request.host} answered the {request.label} with something else than a list.",
            fault=AnswerFault.OTHER_SHAPE,
            remedy="Type names and ids instead of choosing them.",
        )
    return read_objects(answer)
