"""The command line: `leaddesk ...`. Shares its services with the window."""

from leaddesk.cli.program import main

__all__ = ["main"]
