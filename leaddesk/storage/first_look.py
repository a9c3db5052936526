"""What the window's frame is shown with, read without what reads settings properly, which takes longer to import.

A guess that is made good at once: `PreferenceService` reads the same files strictly behind the first painting, and
tells what is wrong with them. Here what cannot be read counts as not there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from leaddesk.domain.colour_scheme import ColourScheme

_VERSION = 1


def is_new_profile(folder: Path) -> bool:
    """Whether no account was ever kept in the profile in `folder`."""
    return not (folder / "accounts.json").exists()


def load_first_look(folder: Path) -> tuple[ColourScheme, str]:
    """The colours, and the window's geometry as base64 text (empty when never kept), of the profile in `folder`."""
    scheme = _load(folder / "preferences.json").get("colour_scheme")
    geometry = _object(_load(folder / "window.json").get("states")).get("geometry")
    return (
        next((known for known in ColourScheme if known == scheme), ColourScheme.SYSTEM),
        geometry if isinstance(geometry, str) else "",
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        source = path.read_bytes()
    except OSError:
        return {}
    import json  # late: a first start has no such file

    try:
        found = _object(json.loads(source))
    except (ValueError, RecursionError):
        return {}
    return found if found.get("version") == _VERSION else {}


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
