"""HTTP for WSMan: counted, direct unless a proxy is declared, and never under a security context that ended."""

from typing import Any

import requests
from pypsrp import _pool_manager
from pypsrp.wsman import _TransportHTTP

from iisfleet.inventory import Connection as Settings
from iisfleet.remote.connection import RequestCount

NotSent = _pool_manager.NewConnectionDisabled


class Transport(_TransportHTTP):
    """pypsrp's transport, with the cure for connections that the other side closed.

    On HTTP, messages are sealed with the context of one TCP connection. pypsrp would authenticate a new TCP
    connection and then send the message that was sealed for the old one, which every server refuses with 400.
    """

    def __init__(self, settings: Settings, count: RequestCount, *, connect_timeout: int, read_timeout: int) -> None:
        super().__init__(
            settings.address,
            port=settings.port,
            username=settings.username,
            password=settings.password.reveal() if settings.password else None,
            ssl=settings.ssl,
            path=settings.path,
            auth=settings.auth,
            cert_validation=_validation(settings),
            connection_timeout=connect_timeout,
            read_timeout=read_timeout,
            proxy=settings.proxy,
            no_proxy=settings.proxy is None,
            certificate_pem=_text(settings.certificate),
            certificate_key_pem=_text(settings.certificate_key),
        )
        self._count = count
        self._answer: requests.Response | None = None

    def send(self, message: bytes, **options: Any) -> bytes:
        """Sends one message. Raises NotSent, with nothing sent, if the TCP connection is not there any more."""
        if self.encryption is None:
            return super().send(message, **options)
        with _pool_manager.DisableNewConnectionsContext():
            return super().send(message, **options)

    def reset(self) -> None:
        """Forgets the TCP connection and its security context; the shell on the host lives on."""
        self.encryption = None
        if self._answer is not None:
            # An answer that an error left unread still holds its socket.
            self._answer.close()
            self._answer = None
        if self.session is not None:
            self.session.close()
            self.session = None

    def _build_session(self) -> requests.Session:
        session = super()._build_session()
        session.max_redirects = 0
        for adapter in session.adapters.values():
            # HTTPNegotiateAuth sends its legs through the adapter, past the session: only here all are seen.
            setattr(adapter, "send", self._counted(adapter.send))  # noqa: B010 - mypy
        return session

    def _counted(self, send: Any) -> Any:
        def counted(request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
            response: requests.Response = send(request, *args, **options)
            self._answer = response
            self._count.requests += 1
            self._count.bytes_sent += len(request.body or b"")
            return response

        return counted


def _validation(settings: Settings) -> Any:
    """A path, True or False, as requests wants it."""
    choice = settings.validate_certificate
    return choice if isinstance(choice, bool) else str(choice)


def _text(path: object) -> str | None:
    return None if path is None else str(path)
