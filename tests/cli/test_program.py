"""How the process ends: what stands around the commands."""

from __future__ import annotations

import subprocess
import sys
import textwrap

BEGINNING = """
    import atexit, sys, threading, time
    import PySide6.QtCore
    import leaddesk.cli.program as program

    atexit.register(lambda: print("ended as usual", flush=True))
    """


def run_child(code: str) -> tuple[int, str]:
    """Status and output of a process of its own: what is tested ends it."""
    whole = textwrap.dedent(BEGINNING) + textwrap.dedent(code)
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout


def test_a_window_that_ends_while_a_thread_is_at_work_ends_at_once_with_its_status() -> None:
    """Python would stop the thread wherever it is, which can abort the process."""
    status, told = run_child(
        """
        def run_window(_arguments):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            return 3

        program._run = run_window
        sys.argv[1:] = []
        sys.exit(program.main())
        """
    )
    assert (status, told) == (3, "")


def test_a_window_that_leaves_nothing_at_work_ends_as_usual() -> None:
    status, told = run_child(
        """
        program._run = lambda _arguments: 3
        sys.argv[1:] = []
        sys.exit(program.main())
        """
    )
    assert (status, told) == (3, "ended as usual\n")
