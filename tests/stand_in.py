"""Runs a stand-in on a real loopback socket: for tests, and by hand.

    python tests/stand_in.py [--vendor KEY] [--port N] [--leads N] [--limit CALLS/SECONDS] [--delay S]

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


def _leadexec(population: Any, options: argparse.Namespace) -> tuple[Any, dict[str, str]]:
    from leaddesk.demo.leadexec import DEMO_CREDENTIAL, leadexec_app
    from leaddesk.demo.leadexec_faults import Faults

    secrets = {
        "client_id": DEMO_CREDENTIAL.client_id,
        "client_secret": DEMO_CREDENTIAL.client_secret.reveal(),
        "access_token": DEMO_CREDENTIAL.access_token.reveal(),
    }
    faults = Faults(delay_seconds=options.delay)
    return leadexec_app(population, faults=faults, lead_count=options.leads), secrets


def _leadsquared(population: Any, options: argparse.Namespace) -> tuple[Any, dict[str, str]]:
    from leaddesk.demo.leadsquared import DEMO_KEYS, leadsquared_app
    from leaddesk.demo.leadsquared_faults import LeadSquaredFaults

    faults = LeadSquaredFaults(limit=options.limit, delay_seconds=options.delay)
    secrets = {"access_key": DEMO_KEYS.access_key.reveal(), "secret_key": DEMO_KEYS.secret_key.reveal()}
    return leadsquared_app(population, faults=faults, lead_count=options.leads), secrets


def _sharpspring(population: Any, options: argparse.Namespace) -> tuple[Any, dict[str, str]]:
    from leaddesk.demo.sharpspring import DEMO_KEYS, sharpspring_app
    from leaddesk.demo.sharpspring_faults import SharpSpringFaults

    secrets = {"account_id": DEMO_KEYS.account_id.reveal(), "secret_key": DEMO_KEYS.secret_key.reveal()}
    faults = SharpSpringFaults(delay_seconds=options.delay)
    return sharpspring_app(population, faults=faults, lead_count=options.leads), secrets


def _lofty(population: Any, options: argparse.Namespace) -> tuple[Any, dict[str, str]]:
    from leaddesk.demo.lofty import DEMO_TOKENS, lofty_app
    from leaddesk.demo.lofty_faults import LoftyFaults

    secrets = {"token": DEMO_TOKENS.api_key.reveal(), "oauth_token": DEMO_TOKENS.oauth_token.reveal()}
    faults = LoftyFaults(delay_seconds=options.delay)
    return lofty_app(population, faults=faults, lead_count=options.leads), secrets


_VENDORS = {"leadexec": _leadexec, "leadsquared": _leadsquared, "sharpspring": _sharpspring, "lofty": _lofty}


def _limit(text: str) -> tuple[int, float]:
    calls, _, seconds = text.partition("/")
    return int(calls), float(seconds)


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from leaddesk.demo.population import Population

    parser = argparse.ArgumentParser(description="A stand-in for a vendor on a loopback socket.")
    parser.add_argument("--vendor", choices=list(_VENDORS), default="leadexec")
    parser.add_argument("--port", type=int, default=0, help="port to listen at; a free one if left out")
    parser.add_argument("--leads", type=int, default=None, help="so many leads; otherwise those of the demo")
    parser.add_argument("--limit", type=_limit, default=None, help="LeadSquared keeps to this limit, as 25/5")
    parser.add_argument("--delay", type=float, default=0.0, help="every answer takes so many seconds")
    options = parser.parse_args()
    app, secrets = _VENDORS[options.vendor](Population(datetime.now(UTC)), options)
    with _listen(options.port) as listener:
        for name, value in {"address": _address(listener), **secrets}.items():
            sys.stdout.write(f"{name:<14} {value}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            _Server(app).serve_here(listener)


if __name__ == "__main__":
    main()
