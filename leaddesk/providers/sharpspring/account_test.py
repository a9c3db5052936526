"""Trying an account: its keys, its fields, its leads."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from leaddesk.domain.errors import CredentialsRefused, LeaddeskError, NotReachable
from leaddesk.domain.provider import AccountReport, TestStep
from leaddesk.providers.sharpspring.access import Access
from leaddesk.providers.sharpspring.answers import Answer
from leaddesk.providers.sharpspring.wire import ReadingMethod
from leaddesk.providers.sharpspring.wording import counted

SIGN_IN_TITLE: Final = "Sign in"
FIELDS_TITLE: Final = "Read the fields"
LEADS_TITLE: Final = "Read leads"


async def run_account_test(access: Access) -> AccountReport:
    """Read one lead, which also tells whether the keys are right, then the fields. Never raises for what it finds."""
    host = urlsplit(access.calls.connection.server).netloc
    leads = await _try_leads(access)
    if isinstance(leads, CredentialsRefused | NotReachable):
        return AccountReport((TestStep(SIGN_IN_TITLE, host, leads.what, leads),), usable=False)
    signed_in = TestStep(SIGN_IN_TITLE, host, "Account id and secret key are accepted.")
    if isinstance(leads, LeaddeskError):
        step = TestStep(LEADS_TITLE, host, leads.what, leads)
        unsure = TestStep(SIGN_IN_TITLE, host, "The account id and the secret key were not refused.")
        return AccountReport((unsure, await _try_fields(access, host), step), usable=False)
    words = f"Leads can be read; {leads.usage}." if leads.usage else "Leads can be read."
    steps = (signed_in, await _try_fields(access, host), TestStep(LEADS_TITLE, host, words))
    return AccountReport(steps, usable=True)


async def _try_leads(access: Access) -> Answer | LeaddeskError:
    try:
        answer = await access.calls.send(ReadingMethod.GET_LEADS, {"where": {}, "limit": 1, "offset": 0})
        answer.rows()  # raises for another shape than documented
    except LeaddeskError as error:
        return error
    return answer


async def _try_fields(access: Access, host: str) -> TestStep:
    """Without the fields' labels leads can be read all the same."""
    try:
        fields = await access.names.fields()
    except LeaddeskError as error:
        return TestStep(FIELDS_TITLE, host, f"{error.what} Fields are shown by their system names instead.", error)
    return TestStep(FIELDS_TITLE, host, f"Leads have {counted(len(fields), 'field')}.")
