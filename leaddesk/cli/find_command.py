"""`leaddesk find`: one look-up over every account."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leaddesk.cli.program import ExitStatus, status_of
from leaddesk.cli.progress import ProgressLine
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.record import RecordKind
from leaddesk.services.browse import columns_with
from leaddesk.services.export import record_line
from leaddesk.services.look_up import AccountAnswer, coverage_of, look_up, recognise

if TYPE_CHECKING:
    from leaddesk.composition import Desk


async def run_find(arguments: argparse.Namespace, desk: Desk) -> int:
    """Look one text up; gives the exit status. No hit is no failure: the coverage says what was searched."""
    kind = recognise(arguments.text)
    among = [desk.accounts.find(name) for name in arguments.account] or list(desk.accounts.list())
    progress = ProgressLine("found")
    print(f"looking for the {kind.value} in {len(among):,} account(s)", file=sys.stderr)
    answers = await look_up(desk.accounts, among, kind, arguments.text.strip(), progress.wait)
    for answer in answers:
        _print_answer(desk, answer, as_json=arguments.json)
    statement = coverage_of(answers)
    sys.stdout.flush()
    print("coverage: " + json.dumps(statement.as_json(), ensure_ascii=False), file=sys.stderr)
    return _exit_status([answer.error for answer in answers if answer.error is not None], len(answers))


def _exit_status(errors: Sequence[LeaddeskError], asked: int) -> int:
    if not errors:
        return ExitStatus.COMPLETE
    return status_of(errors[0]) if len(errors) == asked else ExitStatus.PARTIAL


def _print_answer(desk: Desk, answer: AccountAnswer, *, as_json: bool) -> None:
    info = desk.accounts.info(answer.account.provider)
    spec = next((item for item in info.searches if item.record_kind is RecordKind.LEAD), info.searches[0])
    if as_json:
        columns = columns_with(spec, spec.columns, answer.records)
        for record in answer.records:
            sys.stdout.buffer.write(record_line(answer.account.name, record, columns))
        sys.stdout.buffer.flush()
        return
    for record in answer.records:
        detail = info.read_detail(record)
        lead = detail.lead
        phones = ", ".join(phone.text for phone in lead.phones) if lead is not None else ""
        emails = ", ".join(email.text for email in lead.emails) if lead is not None else ""
        print("\t".join(_one_line(text) for text in (answer.account.name, record.id, detail.title, phones, emails)))


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
