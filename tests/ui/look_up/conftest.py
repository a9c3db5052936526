"""The screen of a look-up over scripted accounts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from leaddesk.event_loop import run_until_done
from tests.journeys.driving import turns
from tests.ui.look_up.look_up_parts import Stand


@pytest.fixture
def play(qapp: QApplication, tmp_path: Path) -> Callable[[Callable[[Stand], Coroutine[Any, Any, None]]], None]:
    """Plays a story on the one loop; no error may be left unseen."""

    def run(story: Callable[[Stand], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            stand = Stand(tmp_path)
            try:
                await story(stand)
            finally:
                await stand.tasks.close()
                await stand.accounts.aclose()
                stand.window.close()
                stand.window.deleteLater()
                await turns()
            assert stand.failed == []

        run_until_done(qapp, whole())

    return run
