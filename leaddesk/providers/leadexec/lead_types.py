"""The account's lead types: a bare JSON array whose items are named by `Descriptor` (dossier section 6)."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, cast

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.search import Choice
from leaddesk.providers.leadexec.refusals import LEAD_TYPES, check_status
from leaddesk.providers.leadexec.section_rows import read_id, read_text
from leaddesk.transport.json_answer import decode_json_answer
from leaddesk.transport.messages import WireRequest, WireResponse

_ID_KEYS: Final = ("LeadTypeUID", "UID", "Id")
_NAME_KEYS: Final = ("Descriptor", "Name", "Description")


def build_lead_types_request(account_server: str, token: Secret) -> WireRequest:
    """`GET /v1/leadtypes` at the account host."""
    return WireRequest(
        label=LEAD_TYPES, method="GET", url=f"{account_server}/v1/leadtypes", bearer=token, deadline_seconds=30
    )


def read_lead_types(request: WireRequest, response: WireResponse) -> tuple[Choice, ...]:
    """The lead types by name; two of one name show their numbers. Items without a whole number are of no use here.

    Raises:
        AnswerNotUnderstood: the answer is no JSON array.
        CredentialsRefused, QueryRefused, LimitReached, ProviderFailed: by status.
    """
    check_status(request, response)
    answer = decode_json_answer(response)
    if not isinstance(answer, list):
        raise AnswerNotUnderstood(
            f"{request.host} answered the {request.label} with something else than a list.",
            fault=AnswerFault.OTHER_SHAPE,
            remedy="Type the lead type’s number instead.",
        )
    found: dict[str, str] = {}
    for item in cast("list[Any]", answer):
        if isinstance(item, dict):
            values = cast("dict[str, Any]", item)
            uid = next((text for key in _ID_KEYS if (text := read_id(values.get(key)))), "")
            name = next((text for key in _NAME_KEYS if (text := read_text(values.get(key)))), "")
            if uid.isascii() and uid.isdigit():
                found.setdefault(uid, name or f"Lead type {uid}")
    names = Counter(found.values())
    choices = (Choice(uid, name if names[name] == 1 else f"{name} ({uid})") for uid, name in found.items())
    return tuple(sorted(choices, key=lambda choice: choice.label.casefold()))
