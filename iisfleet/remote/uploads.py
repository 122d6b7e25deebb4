"""An archive on its way to a host: in shards, each a script of its own, so that a break costs one shard.

PowerShell accepts 50 MB of data a command, hence shards of 20 MB. The host writes a shard at its offset and checks its
hash; sending one twice does no harm.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from iisfleet.errors import ConnectionFailed, OutcomeUnknown
from iisfleet.remote.connection import Connection, OnStep, ScriptResult, ignore_step
from iisfleet.rendering.script import Script
from iisfleet.results import StepResult

SHARD = 20_000_000
ATTEMPTS = 3
_PIECE = 256 * 1024

Progress = Callable[[int], None]


def ignore_progress(_done: int) -> None:
    """For callers that show nothing."""


@dataclass(frozen=True)
class Shard:
    """A part of an archive: ``length`` bytes from ``offset``."""

    offset: int
    length: int

    @property
    def end(self) -> int:
        return self.offset + self.length


def plan_shards(size: int, *, there: int = 0, shard_size: int = SHARD) -> tuple[Shard, ...]:
    """The shards of an archive of ``size`` bytes that a host, which holds its first ``there`` bytes, does not have.

    A shard that arrived in part is sent whole: its hash is checked as a whole.
    """
    if size < 0 or shard_size < 1:
        raise ValueError(f"no shards for {size} bytes in pieces of {shard_size}")
    every = (Shard(offset, min(shard_size, size - offset)) for offset in range(0, size, shard_size))
    return tuple(shard for shard in every if shard.end > there)


def read_shard(path: Path, shard: Shard, progress: Progress = ignore_progress) -> Iterator[bytes]:
    """The bytes of a shard in pieces. ``progress`` gets how much of the file was taken, piece by piece.

    Raises OSError if the file cannot be read, EOFError if it is shorter than it was.
    """
    done = shard.offset
    with path.open("rb") as file:
        file.seek(done)
        while done < shard.end:
            piece = file.read(min(_PIECE, shard.end - done))
            if not piece:
                raise EOFError(f"{path} ends after {done} bytes: it changed while it was sent")
            done += len(piece)
            yield piece
            progress(done)


def hash_shard(path: Path, shard: Shard) -> str:
    """SHA-256 of a shard, in lower-case hex."""
    digest = hashlib.sha256()
    for piece in read_shard(path, shard):
        digest.update(piece)
    return digest.hexdigest()


def upload(
    connection: Connection,
    path: Path,
    script_for: Callable[[Shard, str], Script],
    *,
    there: int = 0,
    shard_size: int = SHARD,
    progress: Progress = ignore_progress,
    on_step: OnStep = ignore_step,
) -> ScriptResult:
    """Sends what a host does not have of an archive, one shard after another.

    ``script_for`` renders the script (Receive-Content) for a shard and its hash; ``there`` is what Get-SiteRelease
    said under ``incoming``; ``progress`` gets how many bytes of the archive are on the way or there. Stops at the
    first failed step, which the result tells. A shard whose connection broke is sent again, ``ATTEMPTS`` times in
    all; then raises what ``Connection.run`` raised.
    """
    steps: list[StepResult] = []
    progress(min(there, path.stat().st_size))
    for shard in plan_shards(path.stat().st_size, there=there, shard_size=shard_size):
        script = script_for(shard, hash_shard(path, shard))
        result = _send(connection, path, shard, script, progress, on_step)
        steps += result.steps
        if result.failed is not None:
            return ScriptResult(tuple(steps), result.failed, result.completed)
    return ScriptResult(tuple(steps), None, completed=True)


def _send(
    connection: Connection, path: Path, shard: Shard, script: Script, progress: Progress, on_step: OnStep
) -> ScriptResult:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            content = read_shard(path, shard, progress)
            return connection.run(script, content=content, on_step=on_step)
        except (ConnectionFailed, OutcomeUnknown) as error:
            lost = isinstance(error, OutcomeUnknown) or error.kind == "lost"
            if not lost or attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop returns or raises")
