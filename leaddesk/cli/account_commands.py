"""`leaddesk account ...`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from leaddesk.domain.errors import FieldProblem, InvalidInput

if TYPE_CHECKING:
    from leaddesk.composition import Desk


async def run_account_command(arguments: argparse.Namespace, desk: Desk) -> int:
    """Run `account add`, `list`, `test` or `remove`; gives the exit status."""
    match arguments.verb:
        case "add":
            return await _add(arguments, desk)
        case "list":
            return _list(desk, as_json=arguments.json)
        case "test":
            return await _test(arguments.name, desk)
        case _:
            account = desk.accounts.find(arguments.name)
            await desk.accounts.remove(account)
            print(f"Removed {account.name}; its secrets are no longer in the keyring.")
            return 0


async def _add(arguments: argparse.Namespace, desk: Desk) -> int:
    info = desk.accounts.info(arguments.provider)
    settings = _read_settings(arguments.set)
    secret_keys = {item.key for item in info.account_fields if item.is_secret}
    named = sorted(secret_keys & settings.keys())
    if named:
        raise InvalidInput(
            tuple(FieldProblem(key, "is a secret: give it with --secrets-from, never as an argument") for key in named)
        )
    secrets = _read_secrets(arguments.secrets_from) if arguments.secrets_from else {}
    account = await desk.accounts.add(arguments.name, info.key, {**settings, **secrets})
    print(f"Added {account.name} ({info.title}); its secrets are in the system's keyring.")
    return 0


def _read_settings(pairs: list[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise InvalidInput((FieldProblem("--set", "write KEY=VALUE"),))
        settings[key] = value
    return settings


def _read_secrets(place: str) -> dict[str, str]:
    """The secrets file: a JSON object of texts. Nothing of it is ever repeated in a message."""
    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text("utf-8-sig")
    except OSError as error:
        raise InvalidInput((FieldProblem("--secrets-from", f"cannot be read: {error.strerror}"),)) from None
    except UnicodeDecodeError:
        raise InvalidInput((FieldProblem("--secrets-from", "is not UTF-8 text"),)) from None
    try:
        decoded: object = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput((FieldProblem("--secrets-from", 'is not JSON; write {"KEY": "SECRET"}'),)) from None
    secrets = cast("dict[str, object]", decoded) if isinstance(decoded, dict) else None
    if secrets is None or not all(isinstance(value, str) for value in secrets.values()):
        raise InvalidInput((FieldProblem("--secrets-from", 'must be a JSON object of texts: {"KEY": "SECRET"}'),))
    return {key: str(value) for key, value in secrets.items()}


def _list(desk: Desk, *, as_json: bool) -> int:
    accounts = desk.accounts.list()
    if as_json:
        rows = [{"name": item.name, "provider": item.provider, "settings": dict(item.settings)} for item in accounts]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    for account in () if as_json else accounts:
        print(f"{account.name}\t{desk.accounts.info(account.provider).title}")
    if not accounts and not as_json:
        print("There are no accounts yet; add one with: leaddesk account add NAME --provider P", file=sys.stderr)
    return 0


async def _test(name: str, desk: Desk) -> int:
    from leaddesk.cli.program import print_error, status_of

    account = desk.accounts.find(name)
    report = await desk.accounts.test(account)
    for step in report.steps:
        print(f"{'ok     ' if step.error is None else 'failed '} {step.title} ({step.host}): {step.words}")
    error = report.first_error
    if error is None:
        return 0
    print_error(error)
    return status_of(error)
