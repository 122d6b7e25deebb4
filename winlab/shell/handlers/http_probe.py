"""Invoke-HttpProbe: one request to a binding of the machine, through its front."""

import contextlib
import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from winlab.windows.machine import Machine

LIMIT = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """status 0 and error if no HTTP came; header names in lower case; the first megabyte of the body."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str | None = None

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def probe(
    machine: Machine, protocol: str, address: str, port: int, host: str | None, path: str, timeout: float
) -> Answer:
    """Never raises for what the other side does."""
    target = "127.0.0.1" if address == "*" else address.strip("[]")
    name = host or target
    place = machine.front.endpoint(target, port)
    default = 443 if protocol == "https" else 80
    host_header = name if port == default else f"{name}:{port}"
    headers = {"Host": host_header, "User-Agent": "iisfleet", "Connection": "close"}
    try:
        with contextlib.closing(_connect(place, name if protocol == "https" else None, timeout)) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            received = {key.lower(): value for key, value in response.getheaders()}
            body, length = response.read(LIMIT), int(received.get("content-length", 0))
            if len(body) < min(length, LIMIT):
                return Answer(error=f"the answer ended after {len(body)} of {length} bytes")
            return Answer(response.status, received, body)
    except (OSError, http.client.HTTPException) as error:
        return Answer(error=str(error) or type(error).__name__)


def _connect(place: tuple[str, int], tls_name: str | None, timeout: float) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(*place, timeout=timeout)
    if tls_name is not None:
        context = ssl._create_unverified_context()  # noqa: S323 - a probe of this very host, as on Windows
        raw = socket.create_connection(place, timeout)
        connection.sock = context.wrap_socket(raw, server_hostname=tls_name)
    return connection
