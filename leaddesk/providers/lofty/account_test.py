"""The words and judgements of an account test: `GET /v1.0/me`, then one lead (dossier section 2). Pure."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, CredentialsRefused, LeaddeskError
from leaddesk.domain.page import Position
from leaddesk.domain.provider import AccountReport, TestStep
from leaddesk.domain.record import decode_json
from leaddesk.domain.search import Query
from leaddesk.providers.lofty.choices import first_id
from leaddesk.providers.lofty.envelope import read_one
from leaddesk.providers.lofty.json_values import first_text, read_object
from leaddesk.providers.lofty.wire import Access, LeadsAnswer, PageAsked
from leaddesk.transport.messages import WireRequest, WireResponse

TOKEN_TITLE: Final = "Check the token"  # noqa: S105 - a title, not a token
LEADS_TITLE: Final = "Read leads"
_SECONDS: Final = 75.0


def build_me_request(access: Access) -> WireRequest:
    """`GET /v1.0/me`."""
    return access.get("who am I", "/v1.0/me", deadline_seconds=_SECONDS)


def read_me(request: WireRequest, response: WireResponse) -> str:
    """Whose token this is, in words. Judged by the body, not by the status alone.

    Raises:
        AnswerNotUnderstood: an answer without an `id` is no user.
        CredentialsRefused and others: by status, and by a code inside a success.
    """
    user = read_object(decode_json(read_one(request, response, "user")))
    if not first_id(user, "id", "memberUserId", "userId"):
        raise AnswerNotUnderstood(
            f"{request.host} answered “{request.label}” without saying who.",
            fault=AnswerFault.OTHER_SHAPE,
            remedy="Check the server’s address and the token.",
        )
    name = " ".join(part for part in (first_text(user, "firstName"), first_text(user, "lastName")) if part)
    return name or first_text(user, "fullName", "name", "email", "account") or "a user without a name"


def build_probe(account_id: str, provider: str) -> PageAsked:
    """One lead."""
    return PageAsked(Query(account_id, provider, "leads", MappingProxyType({}), page_size=1), Position(), limit=1)


def judge_token(host: str, is_api_key: bool, found: str | LeaddeskError) -> TestStep:  # noqa: FBT001
    """What `/me` says: whose token it is, or why it is none."""
    if isinstance(found, LeaddeskError):
        return TestStep(TOKEN_TITLE, host, found.what, found)
    kind = "API key" if is_api_key else "OAuth token"
    return TestStep(TOKEN_TITLE, host, f"The {kind} is accepted; it is {found}’s.")


def judge_leads(host: str, found: LeadsAnswer | LeaddeskError) -> TestStep:
    """Whether leads can be read, and how many this user sees."""
    if isinstance(found, LeaddeskError):
        return TestStep(LEADS_TITLE, host, found.what, found)
    if found.total is None:
        return TestStep(LEADS_TITLE, host, "Leads can be read.")
    leads = "one lead" if found.total == 1 else f"{found.total:,} leads"
    return TestStep(LEADS_TITLE, host, f"Leads can be read; this user sees {leads}.")


def build_report(steps: tuple[TestStep, ...]) -> AccountReport:
    """Usable when leads can be read, even if `/me` was refused."""
    mending = next(
        (
            step.error.mending
            for step in steps
            if isinstance(step.error, CredentialsRefused) and step.error.mending is not None
        ),
        None,
    )
    is_usable = any(step.title == LEADS_TITLE and step.error is None for step in steps)
    return AccountReport(steps, usable=is_usable, mending=None if is_usable else mending)
