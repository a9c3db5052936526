"""`leaddesk find`: one look-up over every account. Rows go out as each account answers; a slow one holds up none."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leaddesk.cli.exit_status import ExitStatus, status_of
from leaddesk.cli.standard_streams import print_coverage, print_error, write_bytes
from leaddesk.cli.text_table import TextTable, one_line
from leaddesk.domain.account import Account
from leaddesk.domain.columns import rename_columns
from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.record import RecordKind
from leaddesk.services.browse import columns_with
from leaddesk.services.export import record_line
from leaddesk.services.found_leads import FoundLead, found_leads
from leaddesk.services.look_up import AccountAnswer, LookUpKind, LookUpRun, LookUpState, coverage_of
from leaddesk.services.look_up_text import asked_words, build_asked
from leaddesk.services.look_up_words import chip_words, reason_words
from leaddesk.services.same_person import all_words, group_found

if TYPE_CHECKING:
    from leaddesk.composition import Desk
    from leaddesk.domain.same_person import PersonGroup


async def run_find(arguments: argparse.Namespace, desk: Desk) -> int:
    """Look one text up; gives the exit status. No hit is no failure: the coverage says what was searched.

    Raises:
        InvalidInput: nothing to look up, or no such account, or none at all; nothing was sent.
        BrokenPipeError, FileNotWritten: standard output takes no more; the look-up is ended.
    """
    asked = build_asked(_checked(arguments.text))
    among = _accounts(desk, arguments.account)
    print(f"looking for the {asked.kind} in {', '.join(account.name for account in among)}", file=sys.stderr)
    if asked_words(asked) != arguments.text.strip():
        print(f"taken for: {one_line(asked_words(asked))}", file=sys.stderr, flush=True)
    telling = _Telling(desk, LookUpKind(asked.kind), as_json=arguments.json)
    try:
        answers = await LookUpRun(desk.accounts, among, asked, telling.hear).run()
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    _print_groups(found_leads(answers, desk.accounts.info), as_json=arguments.json)
    print_coverage(coverage_of(answers))
    return _exit_status(answers)


class _Telling:
    """Writes what an account found, and says how it stands, as soon as it is known."""

    def __init__(self, desk: Desk, kind: LookUpKind, *, as_json: bool) -> None:
        self._desk = desk
        self._kind = kind
        self._as_json = as_json
        self._table = TextTable()

    def hear(self, answer: AccountAnswer) -> None:
        if answer.state is LookUpState.SEARCHING:
            return
        if answer.records:
            write_bytes(self._json_lines(answer) if self._as_json else self._text_lines(answer))
        print(f"{answer.account.name}: {chip_words(answer, self._kind)}", file=sys.stderr, flush=True)
        if answer.error is not None:
            print_error(answer.error, about=answer.account.name)
            return
        for words in reason_words(answer):
            print(f"  {one_line(words)}", file=sys.stderr, flush=True)

    def _json_lines(self, answer: AccountAnswer) -> bytes:
        info = self._desk.accounts.info(answer.account.provider)
        spec = next((item for item in info.searches if item.record_kind is RecordKind.LEAD), info.searches[0])
        columns = columns_with(spec, rename_columns(spec.columns, answer.columns), answer.records)
        return b"".join(record_line(answer.account.name, record, columns) for record in answer.records)

    def _text_lines(self, answer: AccountAnswer) -> bytes:
        found = found_leads((answer,), self._desk.accounts.info)
        return self._table.lines([_cells(lead) for lead in found]).encode()


def _cells(found: FoundLead) -> tuple[str, ...]:
    """Account, id, name, phones, e-mails, stage, do-not-contact flags."""
    return (
        found.account.name,
        found.record.key,
        found.title,
        ", ".join(phone.text for phone in found.lead.phones),
        ", ".join(email.text for email in found.lead.emails),
        found.lead.stage,
        "; ".join(found.lead.do_not_contact),
    )


def _print_groups(found: Sequence[FoundLead], *, as_json: bool) -> None:
    """Who is the same person, in sentences; for programs as one line of JSON after `groups: ` besides.

    The rows themselves went out before all accounts had answered and keep to the keys of every record line.
    """
    groups = group_found(found)
    for words in all_words(groups, found):
        print(one_line(words), file=sys.stderr)
    if as_json:
        described = [_group_json(group, found) for group in groups if group.relation is not None]
        print(f"groups: {json.dumps(described, ensure_ascii=False)}", file=sys.stderr, flush=True)


def _group_json(group: PersonGroup, found: Sequence[FoundLead]) -> dict[str, object]:
    members = [{"account": found[place].account.name, "id": found[place].record.id} for place in group.members]
    relation = group.relation.value if group.relation is not None else ""
    return {"relation": relation, "members": members, "reasons": list(group.reasons)}


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
    return ExitStatus.PARTIAL if errors or any(answer.is_partial for answer in answers) else ExitStatus.COMPLETE
