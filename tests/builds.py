"""A server of builds on this machine."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType


class Builds:
    """Has one file, ``/app.zip``; ``/moved`` leads to it, ``/slow``, ``/drips`` and ``/cut`` are what they say.

    ``asked`` are the paths, ``logins`` what Authorization said each time.
    """

    def __init__(self, content: bytes) -> None:
        self._server = _Server(content)
        self.asked = self._server.asked
        self.logins = self._server.logins
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path: str, user: str = "") -> str:
        return f"http://{user}127.0.0.1:{self._server.server_port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> "Builds":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.content = content
        self.asked: list[str] = []
        self.logins: list[str | None] = []


class _Answers(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.logins.append(self.headers["Authorization"])
        name, content = self.path.partition("?")[0], self.server.content
        if name == "/moved":
            self.send_response(302)
            self.send_header("Location", "/app.zip")
            self.end_headers()
            return
        known = name in ("/app.zip", "/slow", "/drips", "/cut")
        self.send_response(200 if known else 404)
        self.send_header("Content-Length", str(len(content) if known else 0))
        self.end_headers()
        if not known:
            return
        if name == "/slow":
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            time.sleep(0.2)
            content = content[len(content) // 2 :]
        while name == "/drips":  # until nobody listens any more
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.02)
        self.wfile.write(content[:1000] if name == "/cut" else content)

    def log_message(self, *_: object) -> None:  # type: ignore[override]
        return
