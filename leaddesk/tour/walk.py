"""Takes the tour: opens the window, goes through the parts, saves each step's pictures, and counts what held."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from leaddesk.app import make_application, make_window
from leaddesk.composition import open_desk
from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.errors import LeaddeskError
from leaddesk.event_loop import run_until_done
from leaddesk.logs import start_logging
from leaddesk.paths import Profile
from leaddesk.storage.memory_vault import MemoryVault
from leaddesk.tour.guide import Guide
from leaddesk.tour.leadexec import LeadExecPart
from leaddesk.tour.leadsquared import LeadSquaredPart
from leaddesk.tour.lofty import LoftyPart
from leaddesk.tour.look_up import LookUpPart
from leaddesk.tour.sharpspring import SharpSpringPart
from leaddesk.tour.step import CheckFailed, Step
from leaddesk.ui.theme import apply_scheme

_WINDOW_SIZE: Final = (1440, 860)
_OTHER: Final = {ColourScheme.LIGHT: ColourScheme.DARK, ColourScheme.DARK: ColourScheme.LIGHT}
_TURNS: Final = 4
_TURN_SECONDS: Final = 0.005
"""A palette travels through posted events: before a picture, the window has this many turns to dress itself."""


def run_tour(out: Path) -> int:
    """Take the tour.

    Args:
        out: folder for the pictures and the exported files; made when it is not there.

    Returns:
        0 when every step's check held, else 1.
    """
    out.mkdir(parents=True, exist_ok=True)
    start_logging(None, debug=False)
    application = make_application()
    with tempfile.TemporaryDirectory(prefix="leaddesk-tour-") as folder:
        desk = open_desk(Profile.at(Path(folder)), MemoryVault())
        window = make_window(desk)
        window.resize(*_WINDOW_SIZE)
        guide = Guide(window, out.resolve())
        tour = Tour(application, guide)

        async def walk() -> None:
            window.show()
            window.begin()
            try:
                await tour.walk(steps_of(guide))
            finally:
                await window.aclose()
                await desk.aclose()

        run_until_done(application, walk())
    print(f"{tour.held} of {tour.taken} steps")  # noqa: T201 - the tour's last line is its result
    return 0 if tour.held == tour.taken else 1


def steps_of(guide: Guide) -> tuple[Step, ...]:
    """All steps: a vendor after the other, and last the look-up over all of them."""
    parts = (LeadExecPart, LeadSquaredPart, SharpSpringPart, LoftyPart, LookUpPart)
    return tuple(step for part in parts for step in part(guide).steps())


class Tour:
    """Takes steps, and counts them."""

    def __init__(self, application: QApplication, guide: Guide) -> None:
        """`held` of `taken` steps kept what they promised."""
        self.taken = 0
        self.held = 0
        self._application = application
        self._guide = guide
        self._scheme = ColourScheme.LIGHT
        apply_scheme(application, self._scheme)

    async def walk(self, steps: Iterable[Step]) -> None:
        """Take all steps; a failed one does not keep the others from being tried."""
        for step in steps:
            self.taken += 1
            name = f"{self.taken:02d}-{step.file_words}"
            try:
                shown = await step.act()
                await self._take_pictures(shown, name)
            except (CheckFailed, LeaddeskError) as error:
                print(f"FAILED {name}: {error}")  # noqa: T201
                self._guide.window.grab().save(str(self._guide.out / f"{name}-failed.png"))
                continue
            self.held += 1
            print(f"ok     {name}")  # noqa: T201

    async def _take_pictures(self, shown: QWidget, name: str) -> None:
        """One in each colour scheme. Dressing the window anew takes long: it stays in the one it was dressed in last,
        and the next step begins with that.
        """
        for scheme in (self._scheme, _OTHER[self._scheme]):
            if scheme is not self._scheme:
                apply_scheme(self._application, scheme)
                self._scheme = scheme
            for _ in range(_TURNS):
                await asyncio.sleep(_TURN_SECONDS)
            if not shown.grab().save(str(self._guide.out / f"{name}-{scheme}.png")):
                raise CheckFailed(f"the picture {name} cannot be written")
