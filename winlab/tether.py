"""Processes that end when the lab ends in whatever way, kill -9 included: its end of a pipe closes then."""

import contextlib
import os
import subprocess
from collections.abc import Sequence
from typing import Any

# Once the program has ended by itself, nobody may kill its pid any more.
_WATCH = """
exec 3<&0
"$@" </dev/null 3<&- & app=$!
(cat <&3; kill -9 $app) >/dev/null 2>&1 & watcher=$!
wait $app
code=$?
kill $watcher 2>/dev/null
exit $code
"""


def spawn(command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
    """Start a program without input; `options` are Popen's. End it with `cut`."""
    watched = ["/bin/sh", "-c", _WATCH, "winlab", *command] if os.name == "posix" else list(command)
    return subprocess.Popen(watched, stdin=subprocess.PIPE, **options)


def cut(process: "subprocess.Popen[Any]") -> None:
    """Let the watcher kill the program; does not wait."""
    if process.stdin:
        with contextlib.suppress(OSError):
            process.stdin.close()
    if os.name != "posix":
        process.kill()
