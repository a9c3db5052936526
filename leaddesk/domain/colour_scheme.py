"""Light, dark, or as the system has it."""

from __future__ import annotations

from enum import StrEnum


class ColourScheme(StrEnum):
    """What the person chose in the View menu."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
