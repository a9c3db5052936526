"""Why a host was not reached, in words: from the operating system's error to a cause and a next step. Pure.

A message names the host, never a path or a query, and repeats no text of a library: those may hold anything.
"""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlsplit

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, NetworkCause, NotReachable

_NOT_YET_VALID: Final = 9
_EXPIRED: Final = frozenset({10, 0x800B0101})
_SELF_SIGNED: Final = frozenset({18, 19})
_WRONG_HOST: Final = frozenset({62, 64, 0x800B010F})
"""OpenSSL's X509_V_ERR_* numbers; the large ones are Windows' CERT_E_EXPIRED and CERT_E_CN_NO_MATCH."""

_NO_WAY: Final = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})

_NETWORK_REMEDY: Final = "Check this computer’s network connection and try again."


def explain_no_connection(error: BaseException, host: str, proxy: str = "") -> NotReachable:
    """Why no connection came about: name, refusal, certificate, or the proxy on the way.

    Args:
        error: what the HTTP library raised; its causes are looked through.
        host: where it was to go.
        proxy: host and port of the proxy used; empty for none.
    """
    causes = list(_causes(error))
    certificate = next((item for item in causes if isinstance(item, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        return _explain_certificate(certificate, host)
    if any(isinstance(item, ssl.SSLError) for item in causes):
        return NotReachable(
            f"No secure connection to {host} could be agreed on.",
            host=host,
            cause=NetworkCause.BROKEN,
            remedy="Check the server’s address and port in the account, and whether it begins with https://.",
        )
    if proxy:
        return proxy_failed(host, f"The proxy {proxy} of this network could not be reached.")
    return _explain_system_error(causes, host)


def _explain_system_error(causes: list[BaseException], host: str) -> NotReachable:
    if any(isinstance(item, socket.gaierror | UnicodeError) for item in causes):
        return host_unknown(host)
    numbers = {item.errno for item in causes if isinstance(item, OSError)}
    if errno.ECONNREFUSED in numbers or any(isinstance(item, ConnectionRefusedError) for item in causes):
        return NotReachable(
            f"{host} refused the connection.",
            host=host,
            cause=NetworkCause.REFUSED,
            remedy="Check the server’s address in the account; if it is right, try again later.",
        )
    if numbers & _NO_WAY:
        words = f"There is no way from this network to {host}."
        return NotReachable(words, host=host, cause=NetworkCause.SILENT, remedy=_NETWORK_REMEDY)
    return connection_broken(host)


def _explain_certificate(error: ssl.SSLCertVerificationError, host: str) -> NotReachable:
    if error.verify_code == _NOT_YET_VALID:
        return NotReachable(
            f"By this computer’s clock the certificate of {host} is not yet valid.",
            host=host,
            cause=NetworkCause.CLOCK,
            remedy="Set this computer’s date and time right, then try again.",
        )
    words, remedy = _certificate_words(error.verify_code)
    missing = _missing_trust_file()
    if missing:
        remedy = f"The variable {missing} points to a file that is not there: mend or remove it. Else: {remedy}"
    return NotReachable(f"The certificate of {host} {words}.", host=host, cause=NetworkCause.CERTIFICATE, remedy=remedy)


def _certificate_words(code: int) -> tuple[str, str]:
    if code in _EXPIRED:
        return "has expired", "Check this computer’s date and time; if they are right, tell the provider."
    if code in _WRONG_HOST:
        return "belongs to another host", "Check the server’s address in the account."
    if code in _SELF_SIGNED:
        own = "is one that nobody known vouches for"
        return own, "On a company network: have the company’s certificate added to this computer’s trusted ones."
    return (
        "is not trusted on this computer",
        "On a company network: have the company’s certificate added to this computer’s trusted ones.",
    )


def _missing_trust_file() -> str:
    """The name of the variable that points to trusted certificates which are not there; empty when all is well."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        place = os.environ.get(name, "")
        if place and not Path(place).exists():
            return name
    return ""


def host_unknown(host: str) -> NotReachable:
    """No address is known for the host's name."""
    return NotReachable(
        f"The host {host} is not known.",
        host=host,
        cause=NetworkCause.HOST_UNKNOWN,
        remedy="Check the server’s address in the account, and this computer’s network connection.",
    )


def connection_broken(host: str) -> NotReachable:
    """The connection was there and broke."""
    words = f"The connection to {host} broke off."
    return NotReachable(words, host=host, cause=NetworkCause.BROKEN, remedy=_NETWORK_REMEDY)


def no_answer(host: str, seconds: float) -> NotReachable:
    """Not one byte came within the time for one step."""
    words = f"{host} did not answer within {_seconds(seconds)}."
    return NotReachable(words, host=host, cause=NetworkCause.SILENT, remedy="Try again later.")


def too_slow(host: str, seconds: float) -> NotReachable:
    """The whole call did not end within its deadline."""
    return NotReachable(
        f"{host} did not finish its answer within {_seconds(seconds)}.",
        host=host,
        cause=NetworkCause.DEADLINE,
        remedy="Try again, or ask for fewer rows or a shorter range of dates.",
    )


def not_secure(host: str) -> NotReachable:
    """A secret would have gone over the network in clear."""
    return NotReachable(
        f"Nothing was sent to {host}: its address does not begin with https://.",
        host=host,
        cause=NetworkCause.CERTIFICATE,
        remedy="Write the server’s address with https:// in the account.",
    )


def proxy_failed(host: str, what: str) -> NotReachable:
    """The proxy on the way to `host` is at fault; `what` is the sentence that says how."""
    remedy = "The proxy comes from this computer’s settings (HTTPS_PROXY and the like): check them there."
    return NotReachable(what, host=host, cause=NetworkCause.PROXY, remedy=remedy)


def redirected(host: str, location: str) -> AnswerNotUnderstood:
    """Only the other host's name is told: the rest of a location may repeat the query."""
    try:
        target = urlsplit(location).hostname or ""
    except ValueError:
        target = ""
    where = f"to {target}" if target and target != urlsplit(f"//{host}").hostname else "to another page"
    return AnswerNotUnderstood(
        f"{host} sent this call on {where}; it was not followed.",
        fault=AnswerFault.REDIRECT,
        remedy="Check the server’s address in the account, and whether this network has a sign-in page.",
    )


def not_http(host: str) -> AnswerNotUnderstood:
    """Something else than HTTP listens there, or the answer's head is damaged."""
    return AnswerNotUnderstood(
        f"What {host} answered is not HTTP.",
        fault=AnswerFault.OTHER_SHAPE,
        remedy="Check the server’s address and port in the account.",
    )


def _seconds(seconds: float) -> str:
    shown = f"{seconds:.1f}".removesuffix(".0") if seconds < 10 else f"{seconds:.0f}"
    return f"{shown} second" if shown == "1" else f"{shown} seconds"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it, each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        item = waiting.pop()
        if item is None or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        waiting += [item.__cause__, item.__context__]
        if isinstance(item, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", item).exceptions
