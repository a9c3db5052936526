"""One call and the error it ends in."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import AnswerNotUnderstood, CredentialsRefused, NotReachable
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.messages import WireRequest


def a_request(url: str, **changes: Any) -> WireRequest:
    return WireRequest(**{"label": "lead query", "method": "POST", "url": url, "deadline_seconds": 5.0, **changes})


async def the_error(transport: HttpTransport, request: WireRequest) -> Any:
    with pytest.raises((NotReachable, AnswerNotUnderstood, CredentialsRefused)) as caught:
        await transport.send(request)
    return caught.value
