"""Where `leaddesk` begins: reads the arguments, runs the command, turns its end into an exit status."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import leaddesk
from leaddesk.cli.exit_status import ExitStatus, status_of
from leaddesk.cli.standard_streams import flush_output, let_go_of, prepare_streams, print_error
from leaddesk.domain.errors import FieldProblem, InvalidInput, LeaddeskError

if TYPE_CHECKING:
    from leaddesk.composition import Desk


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments without the program's name; the process's own when None.

    Returns:
        The exit status of `ExitStatus`.
    """
    status = _main(argv)
    if argv is None and "PySide6" in sys.modules:
        _end_with_daemon_threads(status)
    return status


def _end_with_daemon_threads(status: int) -> None:
    """End the process here and now where a thread is still at work (a keyring that has not answered, say).

    Python would stop it wherever it is; within C++ code, of which Qt's binding brings much, that aborts the process.
    """
    import logging  # late: the window is painted before it needs them
    import threading

    if any(thread.daemon for thread in threading.enumerate()):
        logging.shutdown()
        os._exit(status)


def _main(argv: Sequence[str] | None) -> int:
    prepare_streams()
    try:
        try:
            return _run(list(sys.argv[1:] if argv is None else argv))
        finally:
            flush_output()
    except LeaddeskError as error:
        print_error(error)
        return status_of(error)
    except BrokenPipeError:  # the reader of our output has left (`| head`): nobody is there to tell
        let_go_of(sys.stdout)
        return ExitStatus.FAILED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return ExitStatus.FAILED


def has_display() -> bool:
    """Whether a window can be seen here; a platform asked for by name counts as one."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run(argv: list[str]) -> int:
    if not argv:  # the usual start of the window: it need not wait for the parser
        return _open_window(None)
    parser = _parser()
    arguments, loose = parser.parse_known_args(argv)
    loose = [argument for argument in loose if argument != "--"]
    if arguments.command != "search" and loose:
        _refuse_arguments(parser, loose)
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


def _refuse_arguments(parser: argparse.ArgumentParser, loose: list[str]) -> NoReturn:
    """Names options and counts the rest, but repeats no value: it may be a secret at the wrong place."""
    unknown = [argument.partition("=")[0] for argument in loose if argument.startswith("-")]
    if unknown:
        parser.error(f"there is no option {', '.join(unknown)}; see leaddesk COMMAND --help")
    parser.error(f"{len(loose)} more than is taken here; put quotes around what has blanks in it")


def _open_window(profile: Path | None) -> int:
    if not has_display():
        print("leaddesk: there is no display here for a window; see leaddesk --help", file=sys.stderr)
        return ExitStatus.FAILED
    return _run_window(profile, demo=False)


def _demo(profile: Path | None) -> int:
    if not has_display():
        return _tour(Path("leaddesk-tour"))
    return _run_window(profile, demo=True)


def _run_window(profile: Path | None, *, demo: bool) -> int:
    gc.disable()  # imports make much and drop little: there is nothing to collect
    try:
        from leaddesk.event_loop import restore_plain_imports

        restore_plain_imports()
        from leaddesk.app import run_window
    finally:
        gc.enable()
    return run_window(profile, demo=demo)


def _tour(out: Path) -> int:
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from leaddesk.tour import run_tour

    return run_tour(out)


def _run_with_desk(arguments: argparse.Namespace, loose: list[str]) -> int:
    import asyncio  # late: the window is painted before it needs a loop

    from leaddesk.composition import open_desk
    from leaddesk.logs import start_logging
    from leaddesk.paths import Profile

    try:
        profile = Profile.at(arguments.profile)
        logs = profile.logs
    except LeaddeskError as error:
        raise InvalidInput((FieldProblem("--profile", error.what),)) from None
    except OSError as error:
        raise InvalidInput((FieldProblem("--profile", f"Its logs folder cannot be used: {error.strerror}."),)) from None
    start_logging(logs, debug=bool(os.environ.get("LEADDESK_DEBUG")))

    async def run() -> int:
        desk = open_desk(profile)
        try:
            desk.accounts.list()
            _print_problems(desk)  # before the command, whose last line may be the coverage
            return await _command(arguments, loose, desk)
        finally:
            _print_problems(desk)
            await desk.aclose()

    return asyncio.run(run())


def _print_problems(desk: Desk) -> None:
    """What went wrong beside the way: a damaged file set aside, old secrets that could not be deleted yet."""
    for problem in desk.accounts.take_problems():
        print_error(problem)


def _command(arguments: argparse.Namespace, loose: list[str], desk: Desk) -> Coroutine[Any, Any, int]:
    if arguments.command == "account":
        from leaddesk.cli.account_commands import run_account_command

        return run_account_command(arguments, desk)
    if arguments.command == "find":
        from leaddesk.cli.find_command import run_find

        return run_find(arguments, desk)
    from leaddesk.cli.search_command import run_search

    return run_search(arguments, loose, desk)


class _Parser(argparse.ArgumentParser):
    """Takes options by their whole name only: a script must not change its meaning when an option is added."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="leaddesk",
        description="Look up, read and export leads. Without a command the window opens.",
        epilog="Exit status: 0 complete; 2 bad input, nothing was sent; 3 partial; 4 credentials refused; "
        "5 not reachable or timed out; 6 refused or not understood; 7 keyring not available; 1 anything else. "
        "With LEADDESK_DEBUG=1 in the environment the log in the profile says more.",
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
    add.add_argument("name", metavar="NAME", help="what to call it")
    add.add_argument("--provider", required=True, metavar="P", help="leadexec, ...: `leaddesk providers` lists them")
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
        "as a JSON list; a value @FILE is read from that file, one list item a line, @- from standard input. Dates "
        "are written 2026-01-31 (midnight UTC), 2026-01-31T08:00:00Z or 2026-01-31T08:00:00-05:00.",
    )
    search.add_argument("account", metavar="ACCOUNT", help="the account's name")
    search.add_argument("search", metavar="SEARCH", help="leads, inbound-pings, ...: `leaddesk providers` lists them")
    search.add_argument("values", nargs="*", metavar="KEY=VALUE", help="a field of the search")
    search.add_argument("--sort", metavar="KEY[:desc]", help="let the provider sort by this column")
    amount = search.add_mutually_exclusive_group()
    amount.add_argument("--limit", type=int, metavar="N", help="at most so many records (100)")
    amount.add_argument("--all", action="store_true", help="all of them")
    search.add_argument("--page-size", type=int, metavar="N", help="records asked for at once (100)")
    search.add_argument("--to", type=Path, metavar="FILE", help=".xlsx, .csv or .jsonl; else standard output")
    search.add_argument("--columns", metavar="KEY,KEY", help="only these columns, in this order")
