"""What runs on the controller for a host or a run: programs and HTTP requests, each with a limit."""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

import psutil

from iisfleet.inventory import Secret
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import CallResult, ControllerCall, Request

# Characters that a message shows: the end of an output, the beginning of an answer.
_SHOWN = 2000
# Bytes that are read for them. Secrets are masked before the text is cut: nobody would know half of one again.
_READ = 65536
# Seconds until a process that was killed is gone.
_KILLED = 10


class Calls:
    """Makes calls, safe from many threads; ``stop`` ends those that are under way, and every later one.

    ``mask`` takes secrets out of what programs and servers answer.
    """

    def __init__(self, mask: Callable[[str], str] = str) -> None:
        self._mask = mask
        self._running: set[int] = set()
        self._lock = Lock()
        self._stopped = False

    def make(self, call: ControllerCall) -> CallResult:
        """Makes a call and waits for its end, or for the end of its time."""
        started = time.monotonic()
        failure, output = self._request(call, call.request) if call.request else self._command(call)
        return CallResult(failure, output, round(time.monotonic() - started, 3))

    def stop(self) -> None:
        """The user leaves at once."""
        with self._lock:
            self._stopped = True
            running = tuple(self._running)
        for process in running:
            _kill(process)

    def _command(self, call: ControllerCall) -> tuple[StepFailure | None, str]:
        try:
            with tempfile.TemporaryFile() as output:  # no pipe: what a program leaves running would hold it open
                code = self._ended(self._start(call, output), call.timeout)
                told = self._mask(_end_of(output))[-_SHOWN:]
        except (OSError, ValueError) as error:  # ValueError: a null character in an argument
            return _failed(call, "a program that can be started", _not_started(call, error)), ""
        if code == 0:
            return None, told
        found = f"exit code {code}" if code is not None else f"no end after {call.timeout:g} s: it was ended"
        return _failed(call, f"exit code 0 within {call.timeout:g} s", f"{found}\n{told}".rstrip()), told

    def _ended(self, process: "subprocess.Popen[bytes]", timeout: float) -> int | None:
        """The exit code; None if it had to be ended."""
        try:
            return process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with self._lock:
                self._running.discard(process.pid)
            if process.returncode is None:
                _kill(process.pid)
                with suppress(subprocess.TimeoutExpired):  # what cannot be ended is not waited for
                    process.wait(_KILLED)

    def _start(self, call: ControllerCall, output: IO[bytes]) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._stopped:
                raise OSError("the user has left")
            process = subprocess.Popen(
                [_program(call), *call.command[1:]],
                cwd=call.folder,
                env={**os.environ, **call.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal is for the controller, which lets what runs end.
                start_new_session=os.name != "nt",
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
            self._running.add(process.pid)
            return process

    def _request(self, call: ControllerCall, request: Request) -> tuple[StepFailure | None, str]:
        told: list[tuple[int, str] | Exception] = []
        thread = Thread(target=lambda: told.append(_asked(request, call.timeout)), daemon=True)
        thread.start()
        thread.join(call.timeout)  # a server that sends a byte now and then would never run into the socket's limit
        wanted = " or ".join(map(str, request.status))
        expected = f"status {wanted} of {request.method} {request.url} within {call.timeout:g} s"
        answer = told[0] if told else TimeoutError("no answer")
        if isinstance(answer, Exception):
            return _failed(call, expected, str(answer) or type(answer).__name__), ""
        status, body = answer[0], self._mask(answer[1])[:_SHOWN]
        if status in request.status:
            return None, body
        return _failed(call, expected, f"status {status}\n{body}".rstrip()), body


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Not followed: the headers may hold secrets."""


def _asked(request: Request, timeout: float) -> "tuple[int, str] | Exception":
    try:
        headers = {name: _header(name, value) for name, value in request.headers.items()}
        if not request.url.lower().startswith(("http://", "https://")):
            raise ValueError(f"not a URL of HTTP: {request.url}")
        body = None if request.body is None else request.body.encode()
        wanted = urllib.request.Request(request.url, body, headers, method=request.method)  # noqa: S310 - checked
        with urllib.request.build_opener(_NoRedirection).open(wanted, timeout=timeout) as answer:
            return answer.status, _text(answer.read(_READ))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _text(error.read(_READ))
    except (OSError, HTTPException, ValueError) as error:
        return error


def _header(name: str, value: str | Secret) -> str:
    """Raises ValueError for what no header can hold; http.client would show the value, escaped."""
    text = value.reveal() if isinstance(value, Secret) else value
    if not text.isprintable() or max(text, default="") > "\xff":
        raise ValueError(f"the value of {name} has a character that a header cannot hold")
    return text


def _program(call: ControllerCall) -> str:
    """Relative to the call's folder if its name has a separator; else as found on PATH."""
    name = call.command[0]
    if Path(name).name != name and call.folder:
        return str(call.folder / name)
    return shutil.which(name) or name


def _not_started(call: ControllerCall, error: Exception) -> str:
    """What was wrong with a program, and where it was looked for."""
    name, reason = call.command[0], getattr(error, "strerror", None)
    if reason is None:  # not the system's: it was not looked for
        return f"{name}: {error}"
    if Path(name).name == name and shutil.which(name) is None:
        place = f"on PATH; ./{name} is one in the folder of the inventory" if call.folder else "on PATH"
    else:
        place = f"at {Path(_program(call)).absolute()}"
    return f"{name}: {reason} (looked for {place})"


def _end_of(output: IO[bytes]) -> str:
    output.seek(0, os.SEEK_END)
    output.seek(max(0, output.tell() - _READ))
    return _text(output.read())


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace").strip()


def _kill(process: int) -> None:
    """Ends a process and all that it started."""
    try:
        root = psutil.Process(process)
        tree = [*root.children(recursive=True), root]
    except psutil.Error:
        return
    for one in tree:
        with suppress(psutil.Error):  # it has ended, or it is another user's
            one.kill()


def _failed(call: ControllerCall, expected: str, found: str) -> StepFailure:
    what = " ".join(call.command) if call.command else f"{call.request.method} {call.request.url}"  # type: ignore[union-attr]
    remedy = f"Mend what it says, or change {call.name} in the inventory, then run the same command again."
    return StepFailure(f"{call.name} failed: {what}", expected, found, remedy, kind="call")
