"""`leaddesk account ...`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from leaddesk.cli.exit_status import ExitStatus, status_of
from leaddesk.cli.progress import ProgressLine
from leaddesk.cli.standard_streams import print_error, read_standard_input
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
            return ExitStatus.COMPLETE


async def _add(arguments: argparse.Namespace, desk: Desk) -> int:
    info = desk.accounts.info(arguments.provider)
    settings = _read_settings(arguments.set)
    secret_keys = {item.key for item in info.account_fields if item.is_secret}
    named = sorted(secret_keys & settings.keys())
    if named:
        raise InvalidInput(
            tuple(FieldProblem(key, "is a secret: give it with --secrets-from, never as an argument") for key in named)
        )
    place: str | None = arguments.secrets_from
    secrets = {} if place is None else _read_secrets(place, [item.key for item in info.account_fields])
    twice = sorted(settings.keys() & secrets.keys())
    if twice:
        raise InvalidInput(tuple(FieldProblem(key, "is given twice") for key in twice))
    account = await desk.accounts.add(arguments.name, info.key, {**settings, **secrets})
    print(f"Added {account.name} ({info.title}); its secrets are in the system's keyring.")
    return ExitStatus.COMPLETE


def _read_settings(pairs: list[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise InvalidInput((FieldProblem("--set", "write KEY=VALUE"),))
        if key in settings:
            raise InvalidInput((FieldProblem(key, "is given twice"),))
        settings[key] = value
    return settings


def _read_secrets(place: str, known_keys: list[str]) -> dict[str, str]:
    """The secrets file: a JSON object of texts. Nothing of it is ever repeated in a message, be it at a wrong place."""
    decoded = _decode_secrets(place)
    if not isinstance(decoded, dict):
        raise _secrets_problem('must be a JSON object of texts: {"KEY": "SECRET"}')
    secrets = cast("dict[str, object]", decoded)
    if not secrets.keys() <= set(known_keys):
        raise _secrets_problem(f"holds a key that is no field of the account; there are: {', '.join(known_keys)}")
    texts = {key: value for key, value in secrets.items() if isinstance(value, str)}
    if len(texts) != len(secrets):
        raise _secrets_problem('must be a JSON object of texts: {"KEY": "SECRET"}')
    return texts


def _decode_secrets(place: str) -> object:
    try:
        return json.loads(read_standard_input() if place == "-" else Path(place).read_text("utf-8-sig"))
    except OSError as error:
        raise _secrets_problem(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _secrets_problem("is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise _secrets_problem('is not JSON; write {"KEY": "SECRET"}') from None


def _secrets_problem(message: str) -> InvalidInput:
    return InvalidInput((FieldProblem("--secrets-from", message),))


def _list(desk: Desk, *, as_json: bool) -> int:
    accounts = desk.accounts.list()
    if as_json:
        rows = [{"name": item.name, "provider": item.provider, "settings": dict(item.settings)} for item in accounts]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    titles = {info.key: info.title for info in desk.accounts.infos}
    for account in () if as_json else accounts:
        print(f"{account.name}\t{titles.get(account.provider, account.provider)}")
    if not accounts and not as_json:
        print("There are no accounts yet; add one with: leaddesk account add NAME --provider P", file=sys.stderr)
    return ExitStatus.COMPLETE


async def _test(name: str, desk: Desk) -> int:
    account = desk.accounts.find(name)
    report = await desk.accounts.test(account, ProgressLine("steps").wait)
    for step in report.steps:
        print(f"{'ok     ' if step.error is None else 'failed '} {step.title} ({step.host}): {step.words}")
    error = report.first_error
    if error is None:
        return ExitStatus.COMPLETE
    print_error(error)
    return status_of(error)
