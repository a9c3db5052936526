"""Runs a stand-in on a real loopback socket: for tests, and by hand.

    python tests/stand_in.py [--port N] [--leads N]

prints the address and the demo's credential and serves until it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn


class _Server(uvicorn.Server):
    """Says when it is ready, and can be told to end from another thread."""

    def __init__(self, app: Any) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_keep_alive=60,
                timeout_graceful_shutdown=1,
            )
        )
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def serve_here(self, listener: socket.socket) -> None:
        """Serve on this thread, on a loop of its own: the usual kind may have been replaced by a window's."""
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self.serve([listener]))


@contextlib.contextmanager
def serve(app: Any, port: int = 0) -> Iterator[str]:
    """Serve an ASGI application for the length of a `with` block; gives its address without a slash at the end.

    Port 0 takes a free one.

    Raises:
        OSError: the port is taken.
        RuntimeError: it did not start, or did not end, in 10 seconds.
    """
    listener = _listen(port)
    server = _Server(app)
    thread = threading.Thread(target=server.serve_here, args=(listener,), name="stand-in", daemon=True)
    thread.start()
    try:
        if not server.ready.wait(timeout=10):
            raise RuntimeError("the stand-in did not start")
        yield _address(listener)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
    if thread.is_alive():
        raise RuntimeError("the stand-in did not end")


def _listen(port: int) -> socket.socket:
    """A listening socket that names its protocol: else asyncio leaves each answer waiting 40 ms for more to send."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from leaddesk.demo.leadexec import DEMO_CREDENTIAL, leadexec_app
    from leaddesk.demo.population import Population

    parser = argparse.ArgumentParser(description="A stand-in for LeadExec on a loopback socket.")
    parser.add_argument("--port", type=int, default=0, help="port to listen at; a free one if left out")
    parser.add_argument("--leads", type=int, default=None, help="so many mortgage leads; otherwise those of the demo")
    options = parser.parse_args()
    app = leadexec_app(Population(datetime.now(UTC)), lead_count=options.leads)
    with _listen(options.port) as listener:
        sys.stdout.write(
            f"address        {_address(listener)}\n"
            f"client_id      {DEMO_CREDENTIAL.client_id}\n"
            f"client_secret  {DEMO_CREDENTIAL.client_secret.reveal()}\n"
            f"access_token   {DEMO_CREDENTIAL.access_token.reveal()}\n"
        )
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            _Server(app).serve_here(listener)


if __name__ == "__main__":
    main()
