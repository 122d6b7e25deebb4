"""Invoke-HttpProbe and its Python twin against servers that behave as servers do."""

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from winlab.shell.handlers.http_probe import probe

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
MEGABYTE = 1024 * 1024
ANSWERS = {
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Release:  2 \r\n\r\nhello",
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
    "close": b"HTTP/1.0 503 Service Unavailable\r\n\r\ndown",
    "utf8": "HTTP/1.1 200 OK\r\n\r\nGrüße €".encode(),
    "empty": b"HTTP/1.1 204 No Content\r\n\r\n",
    "large": b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MEGABYTE + 5000),
    "garbage": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing": b"",
    "short": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
}
SILENT = "silent"


@contextmanager
def _servers() -> Iterator[dict[str, int]]:
    """A port for each answer; the silent one never answers."""
    listeners = {name: socket.create_server(("127.0.0.1", 0)) for name in [*ANSWERS, SILENT]}
    held: list[socket.socket] = []
    threads = [threading.Thread(target=_serve, args=(listeners[n], ANSWERS.get(n), held)) for n in listeners]
    for thread in threads:
        thread.start()
    try:
        yield {name: listener.getsockname()[1] for name, listener in listeners.items()}
    finally:
        for listener in listeners.values():
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for thread in threads:
            thread.join()
        for connection in held:
            connection.close()


def _serve(listener: socket.socket, answer: bytes | None, held: list[socket.socket]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        if answer is None:
            held.append(connection)
            continue
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(answer)
            except ConnectionError:
                return


def _by_engine(pwsh: str, ports: dict[str, int]) -> dict[str, dict[str, Any]]:
    """One process asks them all."""
    folders = [SCRIPTS / "iis", SCRIPTS / "frame", SCRIPTS / "seam"]
    script = "Set-StrictMode -Version 2.0\n$ErrorActionPreference = 'Stop'\n"
    script += "".join(f". '{file}'\n" for folder in folders for file in sorted(folder.glob("*.ps1")))
    for name, port in ports.items():
        seconds = 1 if name == SILENT else 10
        script += (
            f"$a = Invoke-HttpProbe -Protocol http -Address '*' -Port {port} -Path '/x' -TimeoutSeconds {seconds}\n"
            f"ConvertTo-Json -Compress -InputObject @{{ name = '{name}'; status = $a.Status; error = $a.Error; "
            "length = $a.Bytes.Length; body = $a.Body.Substring(0, [math]::Min(20, $a.Body.Length)); "
            "release = [string] $a.Headers['x-release'] }\n"
        )
    ran = subprocess.run(
        [pwsh, "-NoProfile", "-Command", "-"], input=script, capture_output=True, text=True, timeout=60
    )
    assert ran.stderr == ""
    lines = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
    return {line["name"]: line for line in lines}


def test_the_engine_reads_every_kind_of_answer(pwsh: str) -> None:
    with _servers() as ports:
        found = _by_engine(pwsh, ports)

    summary = {name: (a["status"], a["body"], a["error"]) for name, a in found.items()}
    assert summary["length"] == summary["chunked"] == (200, "hello", None)
    assert summary["close"] == (503, "down", None)
    assert summary["utf8"] == (200, "Grüße €", None)
    assert summary["empty"] == (204, "", None)
    assert found["large"]["length"] == MEGABYTE
    assert found["length"]["release"] == "2"
    assert summary["garbage"] == summary["nothing"] == (0, "", "the answer is not HTTP")
    assert summary["short"] == (0, "", "the answer ended after 5 of 50 bytes")
    assert summary[SILENT][0] == 0
    assert summary[SILENT][2]


class _Machine:
    """A machine whose front is the port itself."""

    def __init__(self) -> None:
        self.front = self

    def endpoint(self, address: str, port: int) -> tuple[str, int]:
        return address, port


@pytest.mark.parametrize("name", [*ANSWERS, SILENT])
def test_the_twin_reads_them_too(name: str) -> None:
    with _servers() as ports:
        answer = probe(_Machine(), "http", "*", ports[name], None, "/x", 0.2 if name == SILENT else 10)  # type: ignore[arg-type]

    expected = {"length": 200, "chunked": 200, "close": 503, "utf8": 200, "empty": 204, "large": 200}
    assert answer.status == expected.get(name, 0)
    assert (answer.error is None) == (name in expected)
    assert len(answer.body) <= MEGABYTE
