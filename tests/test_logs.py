"""Log files: no secret in them, whoever wrote the line and whatever broke."""

from __future__ import annotations

import gc
import logging
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from leaddesk.domain.account import Secret
from leaddesk.logs import LOG_NAME, MOST_BYTES, OLDER_FILES, remember_secret, start_logging, stop_logging

CANARY = "L0g/canary+QXZ77=é".replace("é", "e")


@pytest.fixture(autouse=True)
def _stop_at_the_end() -> Iterator[None]:
    remember_secret(Secret(CANARY))
    yield
    stop_logging()


def our_handler() -> logging.Handler:
    """Pytest has handlers of its own on the root logger, which take no odd records."""
    return logging.getLogger().handlers[-1]


def the_log(folder: Path) -> str:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return "".join(path.read_text("utf-8") for path in sorted(folder.glob(f"{LOG_NAME}*")))


def test_lines_reach_the_file_without_the_secret(tmp_path):
    start_logging(tmp_path, debug=False)
    logger = logging.getLogger("anyone")
    logger.info("key %s in an argument", CANARY)
    logger.warning("GET /x?accessKey=%s", quote(CANARY, safe=""))
    logger.error("token=something-else")
    text = the_log(tmp_path)
    assert "key ••• in an argument" in text
    assert CANARY not in text
    assert quote(CANARY, safe="") not in text
    assert "something-else" not in text


def test_tracebacks_and_stacks_are_masked_for_every_handler(tmp_path):
    start_logging(tmp_path, debug=False)
    record = None
    try:
        raise ValueError(f"bad key {CANARY}")
    except ValueError as error:
        record = logging.getLogger("anyone").makeRecord(
            "anyone", logging.ERROR, __file__, 1, "failed", (), (type(error), error, error.__traceback__)
        )
        our_handler().handle(record)
        logging.getLogger("anyone").error("with stack", stack_info=True)
    text = the_log(tmp_path)
    assert "Traceback" in text
    assert "bad key •••" in text
    assert CANARY not in text + (record.exc_text or "")


def test_libraries_that_log_addresses_and_arguments_are_held_back(tmp_path):
    start_logging(tmp_path, debug=True)
    for name in ("httpx", "httpcore.http11", "hpack.hpack", "qasync._QEventLoop", "keyring.backend"):
        logging.getLogger(name).info("chatter of %s", name)
        logging.getLogger(name).warning("trouble of %s", name)
    logging.getLogger("leaddesk.anything").debug("our own detail")
    text = the_log(tmp_path)
    assert "chatter" not in text
    assert text.count("trouble") == 5
    assert "our own detail" in text


def test_without_debug_details_are_left_out(tmp_path):
    start_logging(tmp_path, debug=False)
    logging.getLogger("leaddesk.anything").debug("our own detail")
    logging.getLogger("leaddesk.anything").info("our own news")
    assert "detail" not in the_log(tmp_path)
    assert "news" in the_log(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")
def test_the_files_are_the_owners_alone_and_stay_few(tmp_path):
    folder = tmp_path / "logs"
    start_logging(folder, debug=False)
    logger = logging.getLogger("anyone")
    for _ in range(MOST_BYTES * (OLDER_FILES + 3) // 10_000):
        logger.info("x" * 10_000)
    files = list(folder.iterdir())
    assert len(files) == OLDER_FILES + 1
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(path.stat().st_size <= MOST_BYTES for path in files)


def test_a_folder_that_cannot_be_made_is_said_on_standard_error(tmp_path, capsys):
    (tmp_path / "taken").write_text("a file")
    start_logging(tmp_path / "taken", debug=False)
    logging.getLogger("anyone").warning("and go on")
    shown = capsys.readouterr().err
    assert "No log file can be written" in shown
    assert "and go on" in shown


def test_without_a_folder_warnings_go_to_standard_error_masked(capsys):
    start_logging(None, debug=False)
    logging.getLogger("anyone").info("quiet")
    logging.getLogger("anyone").warning("key %s", CANARY)
    shown = capsys.readouterr().err
    assert "key •••" in shown
    assert "quiet" not in shown
    assert CANARY not in shown


def test_a_program_without_standard_error_goes_on(monkeypatch):
    start_logging(None, debug=False)
    monkeypatch.setattr(sys, "stderr", None)
    logging.getLogger("anyone").warning("nobody reads this")
    our_handler().handle(logging.LogRecord("anyone", logging.WARNING, __file__, 1, "%d", ("nor this",), None))


def test_a_line_that_cannot_be_formed_shows_no_argument(tmp_path, capsys):
    start_logging(tmp_path, debug=False)
    odd = logging.LogRecord("anyone", logging.WARNING, __file__, 1, "%d keys", ("unregistered-secret",), None)
    our_handler().handle(odd)
    shown = capsys.readouterr().err
    assert "could not be written: TypeError" in shown
    assert "unregistered-secret" not in shown + the_log(tmp_path)


def test_starting_again_replaces_and_stopping_puts_back(tmp_path):
    before = (list(logging.getLogger().handlers), logging.getLogger().level, sys.excepthook, sys.unraisablehook)
    start_logging(tmp_path / "a", debug=True)
    start_logging(tmp_path / "b", debug=False)
    logging.getLogger("anyone").warning("once")
    assert "once" not in the_log(tmp_path / "a")
    assert the_log(tmp_path / "b").count("once") == 1
    stop_logging()
    stop_logging()
    assert (list(logging.getLogger().handlers), logging.getLogger().level, sys.excepthook, sys.unraisablehook) == before
    assert logging.getLogger("httpx").level == logging.NOTSET


def test_an_error_nobody_handled_is_logged_masked(tmp_path, capsys):
    start_logging(tmp_path, debug=False)
    error = ValueError(f"bad key {CANARY}")
    sys.excepthook(ValueError, error, None)
    assert "bad key •••" in the_log(tmp_path)
    assert "bad key •••" in capsys.readouterr().err


def test_an_error_in_a_thread_is_logged_masked(tmp_path, capsys):
    def fail() -> None:
        raise ValueError(f"bad key {CANARY}")

    start_logging(tmp_path, debug=False)
    for target in (fail, sys.exit):
        thread = threading.Thread(target=target, name="the failing one")
        thread.start()
        thread.join()
    text = the_log(tmp_path)
    assert text.count("Unhandled error in thread the failing one") == 1
    assert "bad key •••" in text
    assert CANARY not in text + capsys.readouterr().err


def test_an_error_while_something_is_cleared_away_is_logged_masked(tmp_path, capsys):
    class Failing:
        def __repr__(self) -> str:
            return f"Failing({CANARY})"

        def __del__(self) -> None:
            raise ValueError(f"bad key {CANARY}")

    start_logging(tmp_path, debug=False)
    made = Failing()
    del made
    gc.collect()
    text = the_log(tmp_path)
    assert "Unhandled error while a function was cleared away" in text
    assert "bad key •••" in text
    assert CANARY not in text + capsys.readouterr().err


def test_a_whole_program_that_crashes_leaves_no_secret_anywhere(tmp_path):
    script = (
        "import sys, pathlib, logging\n"
        "from leaddesk.logs import start_logging, remember_secret\n"
        "from leaddesk.domain.account import Secret\n"
        "secret = sys.stdin.read()\n"
        "remember_secret(Secret(secret))\n"
        "start_logging(pathlib.Path(sys.argv[1]), debug=True)\n"
        "logging.getLogger('x').debug('have %s', secret)\n"
        "raise RuntimeError('lost ' + secret)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        input=CANARY,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert "lost •••" in ended.stderr
    everything = ended.stderr + ended.stdout + the_log(tmp_path)
    assert CANARY not in everything
    assert "have •••" in everything
