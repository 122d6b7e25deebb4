"""The model of Windows for another process: one JSON object a line over a local socket.

`{"method", "params"}` is answered by `{"result"}` or `{"error": {"type", "message"}}`. A unix socket where there
is one; else loopback TCP, whose first line is a token, because any user of the computer can connect to it.
"""

import contextlib
import json
import secrets
import shutil
import socket
import socketserver
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from winlab.windows.errors import MachineError

Call = Callable[[str, dict[str, Any]], Any]


def answer(call: Call, line: bytes) -> dict[str, Any]:
    """The answer to one line."""
    try:
        request = json.loads(line)
        return {"result": call(request["method"], request.get("params") or {})}
    except MachineError as error:
        return {"error": {"type": type(error).__name__, "message": str(error)}}
    except Exception as error:  # noqa: BLE001 - a bug of the model must reach the script that asked, not a thread's end
        return {"error": {"type": "LabError", "message": f"the lab failed: {error!r}"}}


class RpcServer:
    """Serves `call` until closed; `address` is what WINLAB_RPC wants."""

    def __init__(self, call: Call, *, unix: bool = hasattr(socket, "AF_UNIX")) -> None:
        self._call = call
        self._folder: Path | None = None
        self._token = b""
        self._server = self._listen_unix() if unix else self._listen_tcp()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _listen_unix(self) -> socketserver.BaseServer:
        # Not below the machine's folder: the path of a unix socket must be shorter than 108 characters.
        self._folder = Path(tempfile.mkdtemp(prefix="winlab-"))
        self.address = str(self._folder / "rpc")

        class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
            daemon_threads = True
            block_on_close = False

        return Server(self.address, self._handler())

    def _listen_tcp(self) -> socketserver.BaseServer:
        class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
            daemon_threads = True
            block_on_close = False

        token = secrets.token_hex(16)
        self._token = token.encode()
        server = Server(("127.0.0.1", 0), self._handler())
        host, port = server.server_address[:2]
        self.address = f"tcp:{host!s}:{port}:{token}"
        return server

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        call, token = self._call, self._token

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                if token and not secrets.compare_digest(self.rfile.readline().strip(), token):
                    return
                with contextlib.suppress(ConnectionError, ValueError):
                    for line in self.rfile:
                        self.wfile.write(json.dumps(answer(call, line)).encode() + b"\n")

        return Handler
