"""HTTP listeners on 127.0.0.1: one thread accepts for all of them, each connection is served by a daemon thread.

A thousand machines in one process cost one thread as long as nobody asks them anything.
"""

import contextlib
import selectors
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

PATIENCE = 10.0  # seconds for a client to send its request
MAX_BODY = 30_000_000  # IIS: maxAllowedContentLength


@dataclass(frozen=True)
class Request:
    """target: path and query as sent; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.split("?", 1)[0] or "/"


@dataclass(frozen=True)
class Response:
    """headers: pairs, so that a name may repeat; length and connection are added on the way out."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


Answer = Callable[[Request], Response]
Tls = Callable[[], ssl.SSLContext]


class Listener:
    """A port of its own on 127.0.0.1, open until `close`."""

    def __init__(self, answer: Answer, tls: Tls | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        _acceptor().add(self._socket, self._serve)

    def close(self) -> None:
        _acceptor().remove(self._socket)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError, ValueError), contextlib.closing(connection):
            if self._tls is None:
                _Handler(connection, self._answer)
            else:
                with self._tls().wrap_socket(connection, server_side=True) as secured:
                    _Handler(secured, self._answer)


class _Handler(BaseHTTPRequestHandler):
    """One request a connection."""

    timeout = PATIENCE
    protocol_version = "HTTP/1.1"

    def __init__(self, connection: socket.socket, answer: Answer) -> None:
        self._answer = answer
        super().__init__(connection, ("127.0.0.1", 0), None)  # type: ignore[arg-type]

    def handle(self) -> None:
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(65537)
        if self.raw_requestline and self.parse_request():
            self._reply(self._answer(self._request()))

    def _request(self) -> Request:
        length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, self.path, headers, self.rfile.read(length) if length else b"")

    def _reply(self, response: Response) -> None:
        self.send_response_only(response.status, response.reason)
        for name, value in response.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, *_: Any) -> None:
        """The lab's log is not a web server's."""


class _Acceptor:
    """Waits on all listening sockets of the process."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._changes: list[Callable[[], None]] = []
        wake, self._wake = socket.socketpair()
        wake.setblocking(False)
        self._selector.register(wake, selectors.EVENT_READ, None)
        threading.Thread(target=self._run, name="winlab-acceptor", daemon=True).start()

    def add(self, listening: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        self._change(lambda: self._selector.register(listening, selectors.EVENT_READ, serve))

    def remove(self, listening: socket.socket) -> None:
        """When it returns, the port refuses connections."""
        done = threading.Event()

        def change() -> None:
            with contextlib.suppress(KeyError):
                self._selector.unregister(listening)
            listening.close()
            done.set()

        self._change(change)
        done.wait(PATIENCE)

    def _change(self, change: Callable[[], Any]) -> None:
        with self._lock:
            self._changes.append(change)
        self._wake.send(b"\0")

    def _run(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    self._apply(key.fileobj)  # type: ignore[arg-type]
                else:
                    self._accept(key.fileobj, key.data)  # type: ignore[arg-type]

    def _apply(self, wake: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            wake.recv(4096)
        with self._lock:
            changes, self._changes = self._changes, []
        for change in changes:
            change()

    def _accept(self, listening: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        # The client has gone, the socket was closed a moment ago, or there are too many threads.
        with contextlib.suppress(OSError, RuntimeError):
            connection, _ = listening.accept()
            connection.setblocking(True)
            threading.Thread(target=serve, args=(connection,), name="winlab-front", daemon=True).start()


_lock = threading.Lock()
_only: list[_Acceptor] = []


def _acceptor() -> _Acceptor:
    with _lock:
        if not _only:
            _only.append(_Acceptor())
        return _only[0]


def closed_port() -> socket.socket:
    """A socket that holds a port and refuses connections to it, until it is closed."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.bind(("127.0.0.1", 0))
    return held
