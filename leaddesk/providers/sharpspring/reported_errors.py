"""What stands under `error` in SharpSpring's envelope: nothing, one error, or a list of them (dossier section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from leaddesk.domain.cell import plain_text


@dataclass(frozen=True, slots=True)
class ReportedError:
    """One error: its code (None when there is none that is a number) and its words."""

    code: int | None
    message: str


def read_errors(raw: Any) -> tuple[ReportedError, ...]:
    """The errors; none for null, `[]`, `{}`, empty text and a missing key.

    A code may be a number or text. `data` is left out: it may repeat what was sent.
    """
    if isinstance(raw, list):
        return tuple(error for item in cast("list[Any]", raw) for error in read_errors(item))
    if isinstance(raw, dict):
        values = cast("dict[str, Any]", raw)
        return (_read_error(values),) if any(values.values()) else ()
    if raw is None or raw is False or raw in ("", 0):
        return ()
    return (ReportedError(_read_code(raw), plain_text(raw)),)


def _read_error(values: Mapping[str, Any]) -> ReportedError:
    message = values.get("message")
    return ReportedError(_read_code(values.get("code")), message if isinstance(message, str) else "")


def _read_code(raw: Any) -> int | None:
    text = plain_text(raw).strip()
    return int(text) if not isinstance(raw, bool) and text.isascii() and text.isdigit() and len(text) < 9 else None
