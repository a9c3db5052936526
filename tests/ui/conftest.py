"""Fixtures for tests of the window's screens."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from leaddesk.event_loop import run_until_done
from tests.ui.screen_parts import ScriptedProvider
from tests.ui.screen_stand import Play, Stand


@pytest.fixture
def play(qapp: QApplication, tmp_path: Path) -> Play:
    """Plays a story on the one loop that drives asyncio and Qt."""

    def run(story: Callable[[Stand], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            stand = Stand(tmp_path, ScriptedProvider())
            try:
                await story(stand)
            finally:
                await stand.close()
            assert stand.failed == []

        run_until_done(qapp, whole())

    return run
