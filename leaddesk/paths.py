"""Where things are: the profile, the logs and the resources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from leaddesk.domain.errors import LeaddeskError

PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Profile:
    """The folder that holds everything leaddesk keeps, except secrets. Readable by its owner only."""

    folder: Path

    @classmethod
    def at(cls, folder: Path | None = None) -> Profile:
        """The given folder, or the usual one of this system; made when it is not there.

        Raises:
            LeaddeskError: it cannot be made.
        """
        place = folder if folder is not None else Path(platformdirs.user_config_dir("leaddesk", appauthor=False))
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise LeaddeskError(f"The profile folder cannot be used: {error.strerror}.") from None
        return cls(place.resolve())

    @property
    def logs(self) -> Path:
        """Folder of the log files; made when it is not there."""
        folder = self.folder / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


def resources() -> Path:
    """The folder with icons: inside the installed package, or beside it in a checkout."""
    installed = PACKAGE / "resources"
    return installed if installed.is_dir() else PACKAGE.parent / "resources"
