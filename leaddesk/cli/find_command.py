"""`leaddesk find`: one look-up over every account."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leaddesk.cli.exit_status import ExitStatus, status_of
from leaddesk.cli.progress import ProgressLine
from leaddesk.cli.standard_streams import print_coverage, print_error, write_bytes
from leaddesk.domain.account import Account
from leaddesk.domain.columns import rename_columns
from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.record import RecordKind
from leaddesk.services.browse import columns_with
from leaddesk.services.export import record_line
from leaddesk.services.look_up import AccountAnswer, coverage_of, look_up, recognise

if TYPE_CHECKING:
    from leaddesk.composition import Desk


async def run_find(arguments: argparse.Namespace, desk: Desk) -> int:
    """Look one text up; gives the exit status. No hit is no failure: the coverage says what was searched.

    Raises:
        InvalidInput: nothing to look up, or no such account, or none at all; nothing was sent.
    """
    kind = recognise(_checked(arguments.text))
    among = _accounts(desk, arguments.account)
    print(f"looking for the {kind.value} in {', '.join(account.name for account in among)}", file=sys.stderr)
    answers = await look_up(desk.accounts, among, kind, arguments.text.strip(), ProgressLine("leads").wait)
    for answer in answers:
        if answer.records:
            write_bytes(_json_lines(desk, answer) if arguments.json else _text_lines(desk, answer))
        if answer.error is not None:
            print_error(answer.error, about=answer.account.name)
    print_coverage(coverage_of(answers))
    return _exit_status(answers)


def _checked(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidInput((FieldProblem("text", "this is not UTF-8 text"),)) from None
    return text


def _accounts(desk: Desk, names: Sequence[str]) -> list[Account]:
    """Those that were named, each once, or all."""
    if names:
        return list({account.id: account for account in map(desk.accounts.find, names)}.values())
    accounts = list(desk.accounts.list())
    if not accounts:
        raise InvalidInput((FieldProblem("account", "there is none yet; add one first"),))
    return accounts


def _exit_status(answers: Sequence[AccountAnswer]) -> int:
    """What lies beyond a look-up (older leads, say) stands in the coverage and is no failure."""
    errors = [answer.error for answer in answers if answer.error is not None]
    if errors and len(errors) == len(answers):
        return status_of(errors[0])
    is_partial = errors or any(part.failed for answer in answers for part in answer.parts)
    return ExitStatus.PARTIAL if is_partial else ExitStatus.COMPLETE


def _json_lines(desk: Desk, answer: AccountAnswer) -> bytes:
    info = desk.accounts.info(answer.account.provider)
    spec = next((item for item in info.searches if item.record_kind is RecordKind.LEAD), info.searches[0])
    columns = columns_with(spec, rename_columns(spec.columns, answer.columns), answer.records)
    return b"".join(record_line(answer.account.name, record, columns) for record in answer.records)


def _text_lines(desk: Desk, answer: AccountAnswer) -> bytes:
    """Account, id, name, phones and e-mails of each record, with tabs between them."""
    info = desk.accounts.info(answer.account.provider)
    lines: list[str] = []
    for record in answer.records:
        detail = info.read_detail(record, answer.columns)
        phones = ", ".join(phone.text for phone in detail.lead.phones) if detail.lead is not None else ""
        emails = ", ".join(email.text for email in detail.lead.emails) if detail.lead is not None else ""
        cells = (answer.account.name, record.id, detail.title, phones, emails)
        lines.append("\t".join(_one_line(text) for text in cells) + "\n")
    return "".join(lines).encode()


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
