"""Fixtures for all tests: plain asyncio by default, offscreen windows, no profile of the person who runs them."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from leaddesk.transport import redact

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


from tests.keyring_session import keyring_session, keyring_session_of_run, no_keyring_session, own_keyring_session  # noqa: E402, F401

_TESTS_BETWEEN_FULL_COLLECTIONS = 40
_tests_run = itertools.count(1)


@pytest.fixture(autouse=True, scope="session")
def nothing_of_pythons_is_left_in_the_clipboard() -> Iterator[None]:
    """What was copied is an object of Python's: without it, the platform's clipboard crashes the end of the process."""
    yield
    application = _application()
    if application is not None:
        application.clipboard().clear()


@pytest.fixture(autouse=True)
def no_window_dresses_those_of_another_test() -> Iterator[None]:
    """A style sheet and colours belong to the whole application."""
    yield
    application = _application()
    if application is not None and application.styleSheet():
        from PySide6.QtGui import QPalette

        application.setStyleSheet("")
        application.setPalette(QPalette())


def _application() -> Any:
    """The Qt application, without importing Qt for tests that have none."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return None if widgets is None else widgets.QApplication.instance()


@pytest.fixture(autouse=True)
def no_secret_of_another_test_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program masks each secret it ever met; one test's key may be a plain word in the next one's texts."""
    monkeypatch.setattr(redact, "_shared", redact.Redactor())


@pytest.fixture(autouse=True)
def garbage_is_cleared_on_this_thread() -> Iterator[None]:
    """Python looks for garbage on whichever thread allocates; a widget cleared away on another crashes the process."""
    gc.disable()
    yield
    gc.collect(2 if next(_tests_run) % _TESTS_BETWEEN_FULL_COLLECTIONS == 0 else 1)
