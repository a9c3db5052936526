"""Makes the README's pictures from a tour's: `python packaging/pictures.py TOUR_FOLDER`, small enough to keep."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from PySide6.QtGui import QImage

PICTURES = {
    "table-light": "page",
    "account-tested-light": "account",
    "pane-consent-light": "consent",
    "look-up-same-person-light": "look-up",
    "leadsquared-figures-light": "figures",
    "whole-result-filtered-by-a-bar-light": "whole",
}
"""Step of the tour and colour scheme, and what the picture is called in the README."""


def main() -> int:
    """Keep each picture; complain about one that the tour did not take."""
    tour, out = Path(sys.argv[1]), Path(__file__).resolve().parent.parent / "resources" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    for ending, name in PICTURES.items():
        taken = sorted(tour.glob(f"[0-9][0-9]-{ending}.png"))
        if not taken:
            print(f"the tour in {tour} has no picture …-{ending}.png", file=sys.stderr)
            return 1
        with_few_colours(QImage(str(taken[0]))).save(str(out / f"{name}.png"))
        print(f"{name}.png: {(out / f'{name}.png').stat().st_size:,} bytes")
    return 0


def with_few_colours(picture: QImage) -> QImage:
    """The picture in its own 256 most frequent colours: a sixth of the size, and no eye sees it."""
    pixels = memoryview(picture.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("B").cast("I")
    table = [colour for colour, _count in Counter(pixels).most_common(256)]
    return picture.convertToFormat(QImage.Format.Format_Indexed8, table)


if __name__ == "__main__":
    sys.exit(main())
