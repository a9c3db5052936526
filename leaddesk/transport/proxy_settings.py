"""Which proxy a host is reached through, from this computer's settings. Pure.

The settings are what `urllib.request.getproxies` gives: the variables HTTPS_PROXY, ALL_PROXY, NO_PROXY, or the
system's own on Windows and macOS.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from leaddesk.domain.account import is_loopback


def find_proxy(scheme: str, host: str, settings: Mapping[str, str]) -> str:
    """The proxy's address, empty for none. This machine is never reached through a proxy."""
    if is_loopback(host) or _is_excepted(host, settings.get("no", "")):
        return ""
    address = settings.get(scheme) or settings.get("all") or ""
    return address if not address or "://" in address else f"http://{address}"


def proxy_name(address: str) -> str:
    """Host and port of a proxy's address, without its user and password: fit to be shown. Empty for no proxy."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "(its address cannot be read)"
    return f"{parts.hostname or ''}{f':{port}' if port else ''}"


def _is_excepted(host: str, exceptions: str) -> bool:
    """Whether NO_PROXY names this host: `*`, the name itself, or the end of it."""
    for item in exceptions.lower().split(","):
        name = item.strip().removeprefix("*").lstrip(".")
        if item.strip() == "*" or (name and (host.lower() == name or host.lower().endswith(f".{name}"))):
            return True
    return False
