"""Where `leaddesk` begins: reads the arguments, runs the command, turns its end into an exit status."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import leaddesk
from leaddesk.domain.errors import (
    AnswerNotUnderstood,
    CredentialsRefused,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    LimitReached,
    NotReachable,
    ProviderFailed,
    QueryRefused,
    SecretsMissing,
)

if TYPE_CHECKING:
    from leaddesk.composition import Desk


class ExitStatus(IntEnum):
    """How a command ends."""

    COMPLETE = 0
    FAILED = 1
    BAD_INPUT = 2
    PARTIAL = 3
    CREDENTIALS_REFUSED = 4
    NOT_REACHABLE = 5
    REFUSED_OR_UNCLEAR = 6
    NO_KEYRING = 7


_STATUS_OF: tuple[tuple[type[LeaddeskError], ExitStatus], ...] = (
    (InvalidInput, ExitStatus.BAD_INPUT),
    (CredentialsRefused, ExitStatus.CREDENTIALS_REFUSED),
    (NotReachable, ExitStatus.NOT_REACHABLE),
    (LimitReached, ExitStatus.NOT_REACHABLE),
    (QueryRefused, ExitStatus.REFUSED_OR_UNCLEAR),
    (ProviderFailed, ExitStatus.REFUSED_OR_UNCLEAR),
    (AnswerNotUnderstood, ExitStatus.REFUSED_OR_UNCLEAR),
    (KeyringNotAvailable, ExitStatus.NO_KEYRING),
    (SecretsMissing, ExitStatus.NO_KEYRING),
)


def status_of(error: LeaddeskError) -> ExitStatus:
    """The exit status that this error ends a command with."""
    return next((status for kind, status in _STATUS_OF if isinstance(error, kind)), ExitStatus.FAILED)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments without the program's name; the process's own when None.

    Returns:
        The exit status of `ExitStatus`.
    """
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except LeaddeskError as error:
        print_error(error)
        return status_of(error)
    except BrokenPipeError:
        # The reader of our output has left (`| head`): nobody is there to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.FAILED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return ExitStatus.FAILED


def print_error(error: LeaddeskError) -> None:
    """What happened, what to do, and what the other side said, on standard error."""
    if isinstance(error, InvalidInput):
        for problem in error.problems:
            print(f"leaddesk: {problem.field}: {problem.message}", file=sys.stderr)
        return
    print(f"leaddesk: {error.what}", file=sys.stderr)
    if error.said:
        print(f"  it said: {error.said}", file=sys.stderr)
    if error.remedy:
        print(f"  {error.remedy}", file=sys.stderr)


def has_display() -> bool:
    """Whether a window can be seen here; a platform asked for by name counts as one."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run(argv: list[str]) -> int:
    arguments, loose = _parser().parse_known_args(argv)
    if arguments.command != "search" and loose:
        _parser().error(f"unrecognized arguments: {' '.join(loose)}")
    match arguments.command:
        case None:
            return _open_window(arguments.profile)
        case "demo":
            return _demo(arguments.profile)
        case "tour":
            return _tour(arguments.out)
        case "providers":
            from leaddesk.cli.listings import print_providers

            print_providers(as_json=arguments.json)
            return ExitStatus.COMPLETE
        case _:
            return _run_with_desk(arguments, loose)


def _open_window(profile: Path | None) -> int:
    if not has_display():
        print("leaddesk: there is no display here for a window; see leaddesk --help", file=sys.stderr)
        return ExitStatus.FAILED
    from leaddesk.app import run_window

    return run_window(profile, demo=False)


def _demo(profile: Path | None) -> int:
    if not has_display():
        return _tour(Path("leaddesk-tour"))
    from leaddesk.app import run_window

    return run_window(profile, demo=True)


def _tour(out: Path) -> int:
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from leaddesk.tour import run_tour

    return run_tour(out)


def _run_with_desk(arguments: argparse.Namespace, loose: list[str]) -> int:
    from leaddesk.composition import open_desk
    from leaddesk.logs import start_logging
    from leaddesk.paths import Profile

    try:
        profile = Profile.at(arguments.profile)
    except OSError as error:
        raise LeaddeskError(f"The profile folder cannot be used: {error.strerror}.") from None
    start_logging(profile.logs, debug=False)

    async def run() -> int:
        desk = open_desk(profile)
        try:
            return await _command(arguments, loose, desk)
        finally:
            await desk.aclose()

    return asyncio.run(run())


def _command(arguments: argparse.Namespace, loose: list[str], desk: Desk) -> Coroutine[Any, Any, int]:
    if arguments.command == "account":
        from leaddesk.cli.account_commands import run_account_command

        return run_account_command(arguments, desk)
    if arguments.command == "find":
        from leaddesk.cli.find_command import run_find

        return run_find(arguments, desk)
    from leaddesk.cli.search_command import run_search

    return run_search(arguments, loose, desk)


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="leaddesk",
        description="Look up, read and export leads. Without a command the window opens.",
        epilog="Exit status: 0 complete; 2 bad input, nothing was sent; 3 partial; 4 credentials refused; "
        "5 not reachable or timed out; 6 refused or not understood; 7 keyring not available; 1 anything else.",
    )
    parser.add_argument("--version", action="version", version=f"leaddesk {leaddesk.__version__}")
    parser.add_argument("--profile", type=Path, metavar="DIR", help="keep settings in this folder and nowhere else")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("demo", help="open the window on built-in accounts with invented leads")
    tour = commands.add_parser("tour", help="drive the window through its main job on the demo; saves pictures")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the pictures and files")
    providers = commands.add_parser("providers", help="list the providers, their account fields and searches")
    providers.add_argument("--json", action="store_true")
    _add_account_commands(commands)
    _add_search(commands)
    find = commands.add_parser("find", help="look a phone, e-mail, name or id up in every account")
    find.add_argument("text", metavar="TEXT")
    find.add_argument("--account", action="append", default=[], metavar="NAME", help="only in this account")
    find.add_argument("--json", action="store_true", help="JSON Lines instead of a list")
    return parser


def _add_account_commands(commands: Any) -> None:
    account = commands.add_parser("account", help="add, list, test or remove accounts")
    verbs = account.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="add an account; its secrets go into the system's keyring")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--provider", required=True, metavar="P")
    add.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting that is no secret")
    add.add_argument("--secrets-from", metavar="FILE|-", help="JSON object {key: secret}; - for standard input")
    listing = verbs.add_parser("list", help="list the accounts")
    listing.add_argument("--json", action="store_true")
    verbs.add_parser("test", help="try the account's key at each host").add_argument("name", metavar="NAME")
    verbs.add_parser("remove", help="remove the account and its secrets").add_argument("name", metavar="NAME")


def _add_search(commands: Any) -> None:
    search = commands.add_parser(
        "search",
        help="search an account; JSON Lines on standard output, or a file",
        description="Fields are given as KEY=VALUE; `leaddesk providers` lists them. Lists are written with commas or "
        "as a JSON list; a value @FILE is read from that file, one list item a line, @- from standard input.",
    )
    search.add_argument("account", metavar="ACCOUNT")
    search.add_argument("search", metavar="SEARCH")
    search.add_argument("values", nargs="*", metavar="KEY=VALUE")
    search.add_argument("--sort", metavar="KEY[:desc]")
    amount = search.add_mutually_exclusive_group()
    amount.add_argument("--limit", type=int, metavar="N", help="at most so many records (100)")
    amount.add_argument("--all", action="store_true", help="all of them")
    search.add_argument("--page-size", type=int, metavar="N", help="records asked for at once")
    search.add_argument("--to", type=Path, metavar="FILE", help=".xlsx, .csv or .jsonl")
    search.add_argument("--columns", metavar="KEY,KEY", help="only these columns")
