"""Why a file could not be written, in words."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from leaddesk.domain.errors import FileNotWritten

_OTHER_FOLDER: Final = "Choose another folder."
_OTHER_NAME: Final = "Choose another name."

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_MISSING: Final = frozenset({errno.ENOENT, errno.ENOTDIR, getattr(errno, "ESTALE", errno.ENOENT)})
_BAD_NAME: Final = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})


def file_not_written(error: OSError, target: Path) -> FileNotWritten:
    """The system's refusal as an error of the domain. The old file, where there was one, is as it was."""
    name, folder, number = target.name, target.parent, error.errno
    if number in _FULL:
        return FileNotWritten(
            f"There is no room left for “{name}” on this disk, or a limit on its size was reached.",
            "Make room, or choose a folder on another disk.",
        )
    if number in _FORBIDDEN:
        return FileNotWritten(f"Nothing may be written into the folder “{folder}”.", _OTHER_FOLDER)
    if number in _MISSING:
        return FileNotWritten(f"The folder “{folder}” is not there any more.", _OTHER_FOLDER)
    if number == errno.EISDIR:
        return FileNotWritten(f"“{name}” is a folder.", _OTHER_NAME)
    if number in _BAD_NAME:
        return FileNotWritten(f"“{name[:80]}” is not a name a file can have here.", _OTHER_NAME)
    words = error.strerror or type(error).__name__
    return FileNotWritten(f"“{name}” could not be written: {words}.", "Choose another name or folder.")
