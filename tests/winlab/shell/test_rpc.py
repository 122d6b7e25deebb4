"""The model for another process, over both kinds of socket."""

import contextlib
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from winlab.shell.rpc import RpcServer
from winlab.windows.errors import NotFound


def model(method: str, params: dict[str, Any]) -> Any:
    if method == "echo":
        return params
    if method == "missing":
        raise NotFound("there is no such thing")
    raise ZeroDivisionError("a bug")


@pytest.fixture(
    params=[pytest.param(True, marks=pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no AF_UNIX")), False]
)
def server(request: pytest.FixtureRequest) -> Iterator[RpcServer]:
    opened = RpcServer(model, unix=request.param)
    yield opened
    opened.close()


def connect(address: str, token: str | None = None) -> socket.socket:
    if not address.startswith("tcp:"):
        client = socket.socket(socket.AF_UNIX)
        client.connect(address)
        return client
    _, host, port, secret = address.split(":")
    client = socket.create_connection((host, int(port)), timeout=5)
    client.sendall((token or secret).encode() + b"\n")
    return client


def ask(client: socket.socket, *lines: bytes) -> list[Any]:
    with client, client.makefile("rb") as answers:
        client.sendall(b"".join(line + b"\n" for line in lines))
        return [json.loads(answers.readline()) for _ in lines]


def test_many_calls_on_one_connection(server: RpcServer) -> None:
    lines = [json.dumps({"method": "echo", "params": {"n": n}}).encode() for n in range(20)]

    assert ask(connect(server.address), *lines) == [{"result": {"n": n}} for n in range(20)]


def test_errors_of_the_model_arrive_with_their_type(server: RpcServer) -> None:
    [answer] = ask(connect(server.address), b'{"method": "missing"}')

    assert answer == {"error": {"type": "NotFound", "message": "there is no such thing"}}


@pytest.mark.parametrize("line", [b'{"method": "crash"}', b"no json", b"{}", b"[]"])
def test_a_bug_or_nonsense_is_answered_and_the_next_call_works(server: RpcServer, line: bytes) -> None:
    broken, fine = ask(connect(server.address), line, b'{"method": "echo"}')

    assert broken["error"]["type"] == "LabError"
    assert fine == {"result": {}}


def test_tcp_wants_the_token() -> None:
    server = RpcServer(model, unix=False)
    try:
        client = connect(server.address, token="guessed")
        client.sendall(b'{"method": "echo"}\n')
        # A reset is the other way to be refused: it was closed with our line unread.
        with client, client.makefile("rb") as answers, contextlib.suppress(ConnectionResetError):
            assert answers.readline() == b""
    finally:
        server.close()
