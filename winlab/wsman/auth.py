"""Who is at the other end of one connection: NTLM (alone or in SPNEGO) with message encryption, or Basic over TLS.

NTLM authenticates a connection, not a request: the state lives as long as the socket. A body is sealed both ways
as multipart/encrypted ([MS-WSMV] 2.2.9.1).
"""

import base64
import binascii
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

import spnego
from spnego.exceptions import SpnegoError

from winlab.wsman.credentials import Account

_BOUNDARY = "Encrypted Boundary"
_PROTOCOL = "application/HTTP-SPNEGO-session-encrypted"
_PLAIN = "application/soap+xml;charset=UTF-8"
_NEGOTIATE = re.compile(r"(Negotiate|NTLM)\s+(\S+)", re.IGNORECASE)
_DATA = b"Content-Type: application/octet-stream\r\n"
_END = f"--{_BOUNDARY}--".encode()


class BadMessage(Exception):
    """A body that this connection's context cannot open, or that came in the clear: HTTP 400."""


@dataclass(frozen=True)
class Challenge:
    """Answer 401 with these WWW-Authenticate values."""

    values: tuple[str, ...]


@dataclass
class Gatekeeper:
    """The security context of one connection."""

    account: Account
    tls: bool = False
    user: str | None = None
    _context: spnego.ContextProxy | None = field(default=None, repr=False)
    _last_leg: str | None = field(default=None, repr=False)

    def admit(self, headers: Mapping[str, str]) -> Challenge | None:
        """None if the request may pass, else the challenge to answer. `headers` has lower-case names."""
        given = headers.get("authorization", "")
        if given.lower().startswith("basic "):
            return self._admit_basic(given)
        token = _NEGOTIATE.match(given)
        if token:
            return self._admit_token(token.group(1), token.group(2))
        return None if self.user else self._challenge()

    def open_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        """The SOAP text of a body. Raises BadMessage."""
        if not body:
            return body
        if "multipart/encrypted" in headers.get("content-type", ""):
            return self._unseal(body)
        if not self.tls:
            raise BadMessage("the body is not encrypted")
        return body

    def close_body(self, sealed: bool, body: bytes) -> tuple[str, bytes]:
        """(content type, body) of an answer, sealed if the request was."""
        if not sealed or not body or self._context is None:
            return _PLAIN, body
        wrapped = self._context.wrap_winrm(body)
        head = (
            f"--{_BOUNDARY}\r\n\tContent-Type: {_PROTOCOL}\r\n"
            f"\tOriginalContent: type={_PLAIN};Length={len(body) + wrapped.padding_length}\r\n"
            f"--{_BOUNDARY}\r\n\tContent-Type: application/octet-stream\r\n"
        ).encode()
        sealed_body = struct.pack("<i", len(wrapped.header)) + wrapped.header + wrapped.data
        content_type = f'multipart/encrypted;protocol="{_PROTOCOL}";boundary="{_BOUNDARY}"'
        return content_type, head + sealed_body + _END + b"\r\n"

    def _challenge(self) -> Challenge:
        return Challenge(("Negotiate", 'Basic realm="WSMAN"') if self.tls else ("Negotiate",))

    def _admit_basic(self, given: str) -> Challenge | None:
        if not self.tls:
            return self._challenge()
        try:
            name, _, password = base64.b64decode(given[6:], validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return self._challenge()
        if (name, password) != (self.account.username, self.account.password):
            return self._challenge()
        self.user = name
        return None

    def _admit_token(self, scheme: str, encoded: str) -> Challenge | None:
        """One leg. A new first leg on an authenticated connection starts over, as HTTP.sys does."""
        if self._context is None or self._context.complete:
            self._context, self.user = _acceptor(), None
        try:
            answer = self._context.step(base64.b64decode(encoded))
        except (SpnegoError, ValueError, struct.error, binascii.Error):
            self._context, self.user = None, None
            return self._challenge()
        if self._context.complete:
            if not self._is_ours(self._context.client_principal):
                self._context = None
                return self._challenge()
            self.user = self.account.username
            self._last_leg = f"{scheme} {base64.b64encode(answer).decode()}" if answer else None
            return None
        return Challenge((f"{scheme} {base64.b64encode(answer or b'').decode()}",))

    def take_last_leg(self) -> str | None:
        """The WWW-Authenticate value that the answer to the admitted request must carry: SPNEGO's last token."""
        leg, self._last_leg = self._last_leg, None
        return leg

    def _is_ours(self, principal: str | None) -> bool:
        """The store of accounts is shared by the fleets of a process; only this fleet's account may come in."""
        return principal is not None and principal.rpartition("\\")[2].lower() == self.account.username.lower()

    def _unseal(self, body: bytes) -> bytes:
        """The last part of the multipart body holds a length, the signature and the sealed text."""
        start = body.find(_DATA)
        if self._context is None or not self._context.complete or start < 0:
            raise BadMessage("there is no security context to open the body with")
        payload = body[start + len(_DATA) : body.rstrip(b"\r\n").rfind(_END)]
        try:
            (size,) = struct.unpack_from("<i", payload)
            return self._context.unwrap_winrm(payload[4 : 4 + size], payload[4 + size :])
        except (SpnegoError, struct.error) as error:
            raise BadMessage("the body was sealed in another security context") from error


def _acceptor() -> spnego.ContextProxy:
    return spnego.server(protocol="negotiate", options=spnego.NegotiateOptions.wrapping_winrm)
