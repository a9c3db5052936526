"""Makes the README's pictures from a tour's: `python packaging/pictures.py TOUR_FOLDER`, small enough to keep."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

WIDTH = 1080
PICTURES = {"table-light": "page", "account-tested-light": "account", "pane-consent-light": "consent"}


def main() -> int:
    """Scale and pack each picture; complain about one that the tour did not take."""
    tour, out = Path(sys.argv[1]), Path(__file__).resolve().parent.parent / "resources" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    for ending, name in PICTURES.items():
        taken = sorted(tour.glob(f"[0-9][0-9]-{ending}.png"))
        if not taken:
            print(f"the tour in {tour} has no picture …-{ending}.png", file=sys.stderr)
            return 1
        picture = QImage(str(taken[0]))
        if picture.width() > WIDTH:
            picture = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        picture.convertToFormat(QImage.Format.Format_RGB888).save(str(out / f"{name}.png"), "PNG", 0)  # pyright: ignore[reportCallIssue, reportArgumentType]
        print(f"{name}.png: {(out / f'{name}.png').stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
