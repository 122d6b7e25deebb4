"""`pwsh -s`: PowerShell's own PSRP server on standard input and output, one XML element a line.

Its rules, as its own client keeps them: each packet is acknowledged, and the next one to the same pipeline waits
for that; pipelines are closed before the pool; an empty line, or the end of input, ends the process.
"""

import base64
import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping
from typing import IO
from uuid import UUID

POOL = UUID(int=0)
NO_ENGINE = "no PowerShell engine: set IISFLEET_PWSH or put pwsh (7.2 or later) on PATH"
_LINE = re.compile(rb"<(\w+)(?: Stream='\w*')? PSGuid='([0-9a-fA-F-]{36})'\s*/?>([^<]*)")


class ShellFault(Exception):
    """The session is gone or never came: the engine is missing, died or does not answer."""


def find_engine() -> str | None:
    """IISFLEET_PWSH, else pwsh on PATH."""
    return os.environ.get("IISFLEET_PWSH") or shutil.which("pwsh")


class PwshProcess:
    """One process. `arrived(pipeline, fragments)` is called from its reader thread; POOL is the pool itself."""

    def __init__(
        self,
        environment: Mapping[str, str],
        arrived: Callable[[UUID, bytes], None],
        ended: Callable[[], None],
        *,
        engine: str | None = None,
    ) -> None:
        found = engine or find_engine()
        if found is None:
            raise ShellFault(NO_ENGINE)
        self._arrived = arrived
        self._ended = ended
        self._turn = threading.Lock()
        self._acknowledged = threading.Condition()
        self._acks: set[tuple[str, UUID]] = set()
        self.is_dead = False
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            self._process = subprocess.Popen(
                [found, "-s", "-NoLogo", "-NoProfile"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env={**os.environ, **environment},
            )
        except OSError as error:
            self._complaints.close()
            raise ShellFault(f"cannot start {found}: {error.strerror}. {NO_ENGINE}") from error
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def data(self, pipeline: UUID, fragments: bytes) -> None:
        """Raises ShellFault, as do all below."""
        text = base64.b64encode(fragments).decode()
        self._exchange(f"<Data Stream='Default' PSGuid='{pipeline}'>{text}</Data>", "DataAck", pipeline)

    def command(self, pipeline: UUID) -> None:
        self._exchange(f"<Command PSGuid='{pipeline}' />", "CommandAck", pipeline)

    def signal(self, pipeline: UUID) -> None:
        self._exchange(f"<Signal PSGuid='{pipeline}' />", "SignalAck", pipeline)

    def close(self, pipeline: UUID, timeout: float = 60) -> None:
        self._exchange(f"<Close PSGuid='{pipeline}' />", "CloseAck", pipeline, timeout)

    def end(self, grace: float = 3) -> None:
        """End the process, by force if it does not go. Never raises."""
        with contextlib.suppress(OSError, ValueError):
            _pipe(self._process.stdin).close()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._complaints.close()

    def kill(self) -> None:
        """End the process at once. Never raises."""
        self._process.kill()
        self.end()

    def slay(self) -> None:
        """Let the process die, as nobody here wants it; `end` it all the same."""
        self._process.kill()

    def death(self) -> ShellFault:
        """What to say of a process that is gone."""
        self._complaints.seek(0)
        last = self._complaints.read().decode(errors="replace").strip()[-500:]
        code = self._process.wait()
        return ShellFault(f"the PowerShell process {self.pid} ended with code {code}{': ' + last if last else ''}")

    def _exchange(self, packet: str, ack: str, pipeline: UUID, timeout: float = 60) -> None:
        wanted = (ack, pipeline)
        with self._turn:
            if self.is_dead:
                raise self.death()
            self._write(packet)
            with self._acknowledged:
                answered = self._acknowledged.wait_for(lambda: wanted in self._acks or self.is_dead, timeout)
                if wanted in self._acks:
                    self._acks.remove(wanted)
                    return
        if not answered:
            raise ShellFault(f"the PowerShell process {self.pid} did not answer within {timeout:g} s ({ack})")
        raise self.death()

    def _write(self, packet: str) -> None:
        stdin = _pipe(self._process.stdin)
        try:
            stdin.write(packet.encode() + b"\n")
            stdin.flush()
        except (OSError, ValueError) as error:
            raise ShellFault(f"the PowerShell process {self.pid} is gone") from error

    def _read(self) -> None:
        with _pipe(self._process.stdout) as stdout:
            for line in stdout:
                match = _LINE.match(line.lstrip(b"\xef\xbb\xbf"))
                if match:
                    self._take(match[1].decode(), UUID(match[2].decode()), match[3])
        with self._acknowledged:
            self.is_dead = True
            self._acknowledged.notify_all()
        self._ended()

    def _take(self, tag: str, pipeline: UUID, text: bytes) -> None:
        if tag == "Data":
            self._arrived(pipeline, base64.b64decode(text))
        elif tag.endswith("Ack"):
            with self._acknowledged:
                self._acks.add((tag, pipeline))
                self._acknowledged.notify_all()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - asked for with PIPE
    return stream
