"""Fixtures for all tests: plain asyncio by default, offscreen windows, no profile of the person who runs them."""

from __future__ import annotations

import gc
import itertools
import os
from collections.abc import Iterator

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
