"""The application behind a worker process: the real one by `dotnet`, or an emulation that says it is one.

The emulated app answers as the sample HelloIis does (/, /healthz, files of wwwroot), with the name and version of
the release's deps.json, and marks each answer with `X-Lab-App: emulated`.
"""

import contextlib
import html
import http.client
import json
import os
import re
import shutil
import subprocess
import threading
import uuid
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from winlab import tether
from winlab.web.listener import Request, Response
from winlab.web.staticfiles import TYPES, find
from winlab.windows.ancm import AppSpec

START_LIMIT = 120.0  # seconds: ANCM's startupTimeLimit
_LISTENING = re.compile(r"Now listening on: http://127\.0\.0\.1:(\d+)")


class AppFailed(Exception):
    """The app did not start; substatus of the 500 that ANCM answers with."""

    def __init__(self, substatus: int, detail: str) -> None:
        super().__init__(detail)
        self.substatus = substatus


class App(Protocol):
    """A running application."""

    def answer(self, request: Request) -> Response:
        """Raises OSError if the app is gone."""

    def close(self) -> None:
        """End it."""


def find_dotnet() -> str | None:
    """The program that runs real apps: IISFLEET_DOTNET, or `dotnet` on PATH."""
    return os.environ.get("IISFLEET_DOTNET") or shutil.which("dotnet")


def start_app(spec: AppSpec, dotnet: str | None) -> App:
    """Start an app: with `dotnet` the real one. Raises AppFailed."""
    return EmulatedApp(spec) if dotnet is None else DotnetApp(spec, dotnet)


class EmulatedApp:
    """Answers from the files of the release."""

    def __init__(self, spec: AppSpec) -> None:
        self._spec = spec
        self._environment = spec.environment.get("ASPNETCORE_ENVIRONMENT", "Production")
        settings = self._settings("appsettings.json") | self._settings(f"appsettings.{self._environment}.json")
        title = settings.get("Hello", {}).get("Title") if isinstance(settings.get("Hello"), dict) else None
        self._title = str(title or spec.environment.get("Hello__Title") or "(Hello:Title not set)")
        self._version = self._read_version()

    def answer(self, request: Request) -> Response:
        path = request.path[len(self._spec.path_base) :] or "/"
        if path.lower() == "/healthz":
            return _reply("application/json; charset=utf-8", json.dumps(self._health(), separators=(",", ":")))
        if path == "/":
            return _reply("text/html", self._page())
        return self._file(path)

    def close(self) -> None:
        """Nothing runs."""

    def _health(self) -> dict[str, str]:
        return {
            "status": "ok",
            "version": self._version,
            "environment": self._environment,
            "pathBase": self._spec.path_base,
            "greeting": self._greeting(),
        }

    def _greeting(self) -> str:
        return self._spec.environment.get("HELLOIIS_GREETING", "(HELLOIIS_GREETING not set)")

    def _page(self) -> str:
        title, base = html.escape(self._title), self._spec.path_base
        return (
            f'<!doctype html>\n<html lang="en">\n<head><title>{title}</title>'
            f'<link rel="stylesheet" href="{base}/site.css"></head>\n'
            f"<body><h1>{title}</h1><p>version {self._version}</p><p>{html.escape(self._greeting())}</p>\n"
            f'<script src="{base}/site.js"></script></body>\n</html>\n'
        )

    def _file(self, path: str) -> Response:
        found = find(
            self._spec.folder / "wwwroot", [part for part in unquote(path).split("/") if part not in ("", "..")]
        )
        if found is None or not found.is_file():
            return Response(404, "Not Found", (_MARK, _KESTREL))
        kind = TYPES.get(found.suffix.lower(), "application/octet-stream")
        return Response(200, "OK", (("Content-Type", kind), _MARK, _KESTREL), found.read_bytes())

    def _settings(self, name: str) -> dict[str, Any]:
        path = self._spec.folder / name
        try:
            loaded = json.loads(path.read_text("utf-8-sig")) if path.exists() else {}
        except ValueError as error:
            raise AppFailed(30, f"Failed to load configuration from file '{name}': {error}") from None
        return loaded if isinstance(loaded, dict) else {}

    def _read_version(self) -> str:
        path = self._spec.folder / f"{self._spec.program}.deps.json"
        try:
            libraries = json.loads(path.read_text("utf-8-sig"))["libraries"] if path.exists() else {}
        except (ValueError, KeyError) as error:
            raise AppFailed(31, f"A JSON parsing exception occurred in [{path.name}]: {error}") from None
        names = [name.split("/", 1) for name, entry in libraries.items() if entry.get("type") == "project"]
        return next((version for name, version in names if name.lower() == self._spec.program.lower()), "unknown")


_MARK = ("X-Lab-App", "emulated")
_KESTREL = ("Server", "Kestrel")


def _reply(kind: str, text: str) -> Response:
    return Response(200, "OK", (("Content-Type", kind), _MARK, _KESTREL), text.encode())


class DotnetApp:
    """The real app under Kestrel, told by ANCM's out-of-process handshake which path base it has."""

    def __init__(self, spec: AppSpec, dotnet: str) -> None:
        self._token = str(uuid.uuid4())
        self._lines: deque[str] = deque(maxlen=40)
        self._listens = threading.Event()
        self.port = 0
        self._process = _spawn(spec, dotnet, self._token)
        threading.Thread(target=self._read, name="winlab-app", daemon=True).start()
        if not self._listens.wait(START_LIMIT) or not self.port:
            over_time = self._process.poll() is None and not self._listens.is_set()
            self.close()
            raise AppFailed(37 if over_time else _substatus(self._lines), "\n".join(self._lines))

    def answer(self, request: Request) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_LIMIT)
        with contextlib.closing(connection):
            try:
                connection.request(request.method, request.target, request.body or None, self._headers(request))
                answer = connection.getresponse()
                return Response(answer.status, answer.reason, _end_to_end(answer.getheaders()), answer.read())
            except http.client.HTTPException as error:
                raise ConnectionError(str(error)) from None

    def close(self) -> None:
        tether.cut(self._process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)

    def _headers(self, request: Request) -> dict[str, str]:
        kept = {name: value for name, value in request.headers.items() if name not in _HOP_BY_HOP}
        return kept | {"MS-ASPNETCORE-TOKEN": self._token, "X-Forwarded-Proto": "http"}

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was opened as a pipe
        with self._process.stdout as output:
            for line in output:
                self._lines.append(line.rstrip())
                match = _LISTENING.search(line)
                if match:
                    self.port = int(match[1])
                    self._listens.set()
        self._listens.set()


_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade", "te", "trailer"}


def _end_to_end(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP)


def _substatus(lines: deque[str]) -> int:
    text = "\n".join(lines)
    return 31 if "You must install or update .NET" in text or "An assembly specified in" in text else 30


def _spawn(spec: AppSpec, dotnet: str, token: str) -> "subprocess.Popen[str]":
    return tether.spawn(
        [dotnet, f"{spec.program}.dll"],
        cwd=spec.folder,
        env=_environment(spec, Path(dotnet), token),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _environment(spec: AppSpec, dotnet: Path, token: str) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "LANG") if name in os.environ}
    return {
        **kept,
        "DOTNET_ROOT": str(dotnet.resolve().parent),
        "DOTNET_gcServer": "0",  # one heap: a lab runs many apps on one computer
        "DOTNET_NOLOGO": "1",
        "ASPNETCORE_URLS": "http://127.0.0.1:0",
        **spec.environment,
        "ASPNETCORE_PORT": "0",
        "ASPNETCORE_APPL_PATH": spec.path_base or "/",
        "ASPNETCORE_TOKEN": token,
    }
