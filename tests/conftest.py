"""Fixtures for all tests: plain asyncio by default, offscreen windows, no profile of the person who runs them."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


from tests.keyring_session import keyring_session, keyring_session_of_run, no_keyring_session, own_keyring_session  # noqa: E402, F401
