"""A server that takes calls and never answers: what a vendor's system is like on a bad day."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def silent_server() -> Generator[str]:
    """Its address, on this machine. Calls arrive and wait for as long as the `with` block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
