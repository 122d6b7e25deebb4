"""Programs and requests of the controller: what they are told, how long they may take, what is said of them."""

import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

import psutil
import pytest

from iisfleet.inventory import Secret
from iisfleet.reporting.redaction import redactor
from iisfleet.rollout.calls import Calls
from iisfleet.rollout.instructions import CallResult, ControllerCall, Request


def call(code: str, timeout: float = 20, **more: Any) -> ControllerCall:
    return ControllerCall("hooks.before_run", timeout, (sys.executable, "-c", code), **more)


def test_a_program_is_told_by_its_environment_and_works_beside_the_inventory(tmp_path: Path) -> None:
    code = "import os; print(os.environ['IISFLEET_HOST'], os.getcwd())"

    made = Calls().make(call(code, environment={"IISFLEET_HOST": "web01"}, folder=tmp_path))

    assert made.ok
    assert made.output == f"web01 {tmp_path}"


def test_a_program_that_fails_shows_the_end_of_what_it_said() -> None:
    made = Calls().make(call("print('x' * 9000); print('the reason'); raise SystemExit(3)"))

    assert made.failure is not None
    assert made.failure.found is not None
    assert made.failure.found.startswith("exit code 3\n")
    assert made.failure.found.endswith("the reason")
    assert len(made.failure.found) < 3000
    assert "hooks.before_run failed: " in made.failure.message


def test_half_a_secret_is_never_shown() -> None:
    mask = redactor([Secret.of("hunter2-hunter2")])
    code = "print('hunter2-hunter2' + '.' * 1992); raise SystemExit(3)"

    made = Calls(mask).make(call(code))

    assert made.failure is not None
    assert "hunter" not in str(made.failure.found)
    assert "...." in str(made.failure.found)


def test_a_program_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    child = f"{sys.executable} -c 'import time; time.sleep(60)'"
    code = f"""import subprocess, time
print(subprocess.Popen({child!r}, shell=True).pid, flush=True)
time.sleep(60)"""

    made = Calls().make(call(code, timeout=2))

    assert made.failure is not None
    assert str(made.failure.found).startswith("no end after 2 s: it was ended")
    _await_end(int(made.output))


def _await_end(pid: int) -> None:
    """A process that was killed needs a moment; a zombie is one that nobody has fetched."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        time.sleep(0.01)
    raise AssertionError("it goes on")


def test_what_a_program_leaves_running_is_not_waited_for() -> None:
    made = Calls().make(
        call("import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(5)'])")
    )

    assert made.ok
    assert made.seconds < 4


@pytest.mark.parametrize(
    ("program", "beside", "place"),
    [
        ("no-such-program", True, "on PATH; ./no-such-program is one in the folder of the inventory"),
        ("no-such-program", False, "on PATH"),
        ("hooks/none.sh", True, "at {folder}/hooks/none.sh"),
        ("./none.sh", True, "at {folder}/none.sh"),
        ("/no/such/program", True, "at /no/such/program"),
        ("no-such-folder/none.sh", False, "at {here}/no-such-folder/none.sh"),
    ],
)
def test_a_program_that_is_not_there(tmp_path: Path, program: str, beside: bool, place: str) -> None:
    made = Calls().make(ControllerCall("hooks.after_run", 5, (program, "x"), folder=tmp_path if beside else None))

    assert made.failure is not None
    where = place.format(folder=tmp_path, here=Path.cwd())
    assert made.failure.found == f"{program}: No such file or directory (looked for {where})"


def test_a_program_beside_the_inventory(tmp_path: Path) -> None:
    (tmp_path / "hooks").mkdir()
    script = tmp_path / "hooks" / "say.sh"
    script.write_text("#!/bin/sh\necho said $1\n", encoding="utf-8")
    script.chmod(0o755)

    made = Calls().make(ControllerCall("hooks.after_run", 5, ("hooks/say.sh", "x"), folder=tmp_path))

    assert made.output == "said x"


def test_the_second_ctrl_c_ends_programs_and_begins_none(tmp_path: Path) -> None:
    calls, made = Calls(), list[CallResult]()
    begun = tmp_path / "begun"
    code = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(60)"
    thread = Thread(target=lambda: made.append(calls.make(call(code))))
    thread.start()
    while not begun.exists():
        thread.join(0.01)

    calls.stop()
    thread.join(20)

    assert [result.ok for result in made] == [False]
    assert "the user has left" in str(calls.make(call("")).failure)


# --- requests --------------------------------------------------------------------------------------------------------


class Balancer(ThreadingHTTPServer):
    """Answers by the path: a status, ``/slow`` for ever a byte, ``/moved`` elsewhere; remembers headers."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, str | None]] = []
        self.over = Signal()
        super().__init__(("127.0.0.1", 0), Answer)


class Answer(BaseHTTPRequestHandler):
    server: Balancer

    def do_POST(self) -> None:
        self.server.heard.append((self.command, self.path, self.headers.get("X-Key")))
        slow = self.path == "/slow"
        status = 302 if self.path == "/moved" else 200 if slow else int(self.path[1:])
        self.send_response(status)
        self.send_header("Location", "/200")
        self.end_headers()
        self.wfile.write(b"the pool is away")
        while slow and not self.server.over.wait(0.05):
            try:
                self.wfile.write(b".")
                self.wfile.flush()
            except OSError:
                return

    do_GET = do_PUT = do_POST  # noqa: N815 - the names of the base class

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def balancer() -> Iterator[Balancer]:
    server = Balancer()
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def ask(server: Balancer, path: str, timeout: float = 20, **fields: Any) -> CallResult:
    url = f"http://127.0.0.1:{server.server_port}{path}"
    return Calls().make(ControllerCall("drain.out", timeout, request=Request(url, **fields)))


def test_a_request_with_a_secret(balancer: Balancer) -> None:
    made = ask(balancer, "/204", method="PUT", status=(200, 204), headers={"X-Key": Secret.of("hunter2")})

    assert made.ok
    assert balancer.heard == [("PUT", "/204", "hunter2")]
    assert "hunter2" not in repr(made)


@pytest.mark.parametrize("secret", ["hunter2\nand more", "hunter2\u0141"])
def test_a_secret_that_no_header_can_hold_is_not_shown(balancer: Balancer, secret: str) -> None:
    made = ask(balancer, "/204", headers={"X-Key": Secret.of(secret)})

    assert made.failure is not None
    assert "X-Key" in str(made.failure.found)
    assert "hunter2" not in repr(made)


@pytest.mark.parametrize("path", ["/500", "/moved"])
def test_another_status_is_a_failure(balancer: Balancer, path: str) -> None:
    made = ask(balancer, path, method="POST")

    assert made.failure is not None
    status = "500" if path == "/500" else "302"
    assert made.failure.found == f"status {status}\nthe pool is away"
    assert f"POST http://127.0.0.1:{balancer.server_port}{path}" in str(made.failure.expected)
    assert len(balancer.heard) == 1


def test_an_answer_that_never_ends_is_not_awaited(balancer: Balancer) -> None:
    made = ask(balancer, "/slow", timeout=0.5)

    assert made.seconds < 5
    assert made.failure is not None
    assert "within 0.5 s" in str(made.failure.expected)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "file:///etc/passwd"])
def test_what_cannot_be_asked(url: str) -> None:
    made = Calls().make(ControllerCall("drain.out", 5, request=Request(url)))

    assert made.failure is not None
    assert made.failure.kind == "call"
