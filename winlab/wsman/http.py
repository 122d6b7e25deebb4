"""HTTP/1.1 on sockets: one thread accepts for all hosts of a fleet, one thread serves each live connection.

Small on purpose: NTLM ties authentication to a connection and faults cut connections, so the code above needs the
socket in its hands. What HTTP.sys does and WinRM clients use: keep-alive, Content-Length bodies, idle time-out.
"""

import contextlib
import selectors
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

IDLE_SECONDS = 120.0  # HTTP.sys closes an idle connection after about this time
MAX_HEAD = 65536
BACKLOG = 64
# Without epoll's file descriptor and select's limit of 1,024, where there is such a one (not on Windows).
_Poller: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)


class Gone(Exception):
    """The connection has ended, or was cut."""


@dataclass(frozen=True)
class Head:
    """Request line and headers (names in lower case)."""

    method: str
    path: str
    headers: dict[str, str] = field(repr=False)

    @property
    def length(self) -> int:
        """Bytes of the body."""
        text = self.headers.get("content-length", "0")
        return int(text) if text.isdigit() else 0


@dataclass(frozen=True)
class Reply:
    """An answer. cut: send only the first half of it, then reset the connection."""

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False


class Wire:
    """One accepted connection."""

    def __init__(self, connection: socket.socket, peer: str, tls: bool) -> None:
        self._socket = connection
        self._reader = connection.makefile("rb", buffering=65536)
        self.peer = peer
        self.tls = tls

    def read_head(self) -> Head | None:
        """The next request, or None when the client has closed. Raises Gone."""
        with _as_gone():
            line = self._reader.readline(MAX_HEAD)
            if not line:
                return None
            parts = line.decode("latin-1").split()
            headers = self._read_headers()
        if len(parts) != 3:
            raise Gone("no request line")
        return Head(parts[0], parts[1], headers)

    def read_line(self) -> bytes:
        """One line, or nothing at the end. Raises Gone."""
        with _as_gone():
            line: bytes = self._reader.readline(MAX_HEAD)
        return line

    def send(self, data: bytes) -> None:
        """Send bytes as they are. Raises Gone."""
        with _as_gone():
            self._socket.sendall(data)

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes of a body. Raises Gone."""
        with _as_gone():
            body: bytes = self._reader.read(size)
        if len(body) < size:
            raise Gone("the client left in the middle of a body")
        return body

    def write(self, reply: Reply) -> None:
        """Send an answer. Raises Gone, also after a cut."""
        lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}", "Server: Microsoft-HTTPAPI/2.0"]
        lines += [f"Content-Type: {reply.content_type}"] if reply.content_type else []
        lines += [f"{name}: {value}" for name, value in reply.headers]
        lines += [f"Content-Length: {len(reply.body)}", "", ""]
        data = "\r\n".join(lines).encode("latin-1") + reply.body
        self.send(data[: -(len(reply.body) // 2 + 1)] if reply.cut else data)
        if reply.cut:
            self.reset()

    def reset(self) -> None:
        """Cut the connection (TCP RST). Raises Gone."""
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()
        raise Gone("cut")

    def is_alive(self) -> bool:
        """Whether the client is still there (always true behind TLS, where nobody can peek)."""
        if self.tls:
            return True
        try:
            with _Poller() as poller:
                poller.register(self._socket, selectors.EVENT_READ)
                return not poller.select(0) or self._socket.recv(1, socket.MSG_PEEK) != b""
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        """Close both directions."""
        with contextlib.suppress(OSError):
            self._reader.close()
        with contextlib.suppress(OSError):
            self._socket.close()

    def shutdown(self) -> None:
        """Wake a thread that reads, from another thread."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _read_headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        while (line := self._reader.readline(MAX_HEAD)) not in (b"\r\n", b"\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        return headers


Converse = Callable[[Wire], None]


@dataclass(frozen=True)
class Listener:
    """A port of one host."""

    address: str
    port: int
    converse: Converse
    tls: ssl.SSLContext | None
    bound: socket.socket = field(repr=False)


class Server:
    """Accepts for every listener of a fleet; calls `tick` about once a second."""

    def __init__(self, tick: Callable[[], None] = lambda: None) -> None:
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._tick = tick
        self._lock = threading.Lock()
        self._wires: dict[Wire, Listener] = {}
        self._threads: set[threading.Thread] = set()
        self._closing = False
        self._acceptor = threading.Thread(target=self._accept_all, name="winlab-accept", daemon=True)
        self._acceptor.start()

    def listen(
        self, converse: Converse, *, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> Listener:
        """Open a port (0: any free one); `converse` is run in a thread for each connection, until it returns."""
        bound = socket.create_server((address, port), backlog=BACKLOG)
        bound.setblocking(False)
        listener = Listener(address, bound.getsockname()[1], converse, tls, bound)
        with self._lock:
            self._selector.register(bound, selectors.EVENT_READ, listener)
        self._wake.send(b"x")
        return listener

    def cut(self, listener: Listener) -> None:
        """End every connection of a port, which stays open."""
        with self._lock:
            wires = [wire for wire, of in self._wires.items() if of is listener]
        for wire in wires:
            wire.shutdown()

    def close(self) -> None:
        """Close every port and connection, and wait for their threads."""
        self._closing = True
        self._wake.send(b"x")
        self._acceptor.join()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.data, Listener):
                key.data.bound.close()
        self._selector.close()
        self._wake.close()
        self._woken.close()
        with self._lock:
            wires, threads = set(self._wires), set(self._threads)
        for wire in wires:
            wire.shutdown()
        for thread in threads:
            thread.join(timeout=10)

    def _accept_all(self) -> None:
        ticked = time.monotonic()
        while not self._closing:
            for key, _ in self._selector.select(timeout=1.0):
                if isinstance(key.data, Listener):
                    self._accept(key.data)
                else:
                    self._woken.recv(64)
            if time.monotonic() - ticked >= 1.0:
                ticked = time.monotonic()
                self._tick()

    def _accept(self, listener: Listener) -> None:
        try:
            connection, peer = listener.bound.accept()
        except OSError:
            return
        thread = threading.Thread(
            target=self._serve, args=(connection, peer[0], listener), name=f"winlab-{listener.port}", daemon=True
        )
        with self._lock:
            self._threads.add(thread)
        thread.start()

    def _serve(self, connection: socket.socket, peer: str, listener: Listener) -> None:
        wire = None
        try:
            connection.settimeout(IDLE_SECONDS)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if listener.tls:
                connection = listener.tls.wrap_socket(connection, server_side=True)
            wire = Wire(connection, peer, listener.tls is not None)
            with self._lock:
                self._wires[wire] = listener
            if not self._closing:
                listener.converse(wire)
        except (Gone, OSError):
            pass  # the client left, refused our certificate, or a fault cut the connection
        finally:
            self._forget(wire, connection)

    def _forget(self, wire: Wire | None, connection: socket.socket) -> None:
        with self._lock:
            self._threads.discard(threading.current_thread())
            if wire:
                self._wires.pop(wire, None)
        if wire:
            wire.close()
        connection.close()


@contextlib.contextmanager
def _as_gone() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: the file was closed by another thread
        raise Gone(str(error)) from error
