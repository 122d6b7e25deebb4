"""A fleet in a process of its own: up, down, status.

DIR/fleet.json   pid, control port and token, engine, hosts, folder of temporary files (mode 0600)
DIR/fleet.log    what the process says
DIR/password     of the fleet's account (mode 0600)
DIR/hosts/       the machines, kept by `down`
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from winlab import control
from winlab.control import Control, ControlError
from winlab.engine import NoEngine
from winlab.fleet import Fleet, write_private
from winlab.windows.errors import MachineError

STATE = "fleet.json"
NEW = "ready"  # the profile of a new host, if none was named
LOG = "fleet.log"
TEMPORARY = "winlab-"  # begins the name of its folder of temporary files
READY_SECONDS = 120.0
STOP_SECONDS = 30.0


class LabError(Exception):
    """What the person can do something about; the text is one or two sentences."""


@dataclass(frozen=True)
class Wanted:
    """What `up` was asked for. profile: of every host; empty: those that are there stay as they are."""

    root: Path
    hosts: tuple[str, ...]
    engine: str = "auto"
    profile: str = ""
    tls: bool = False


@dataclass(frozen=True)
class Running:
    """A fleet that is alive, as its fleet.json says."""

    root: Path
    state: dict[str, Any] = field(repr=False)

    def ask(self, do: str, **parameters: Any) -> Any:
        """Send a command. Raises ControlError."""
        return control.ask(self.state["control"]["port"], self.state["control"]["token"], do, **parameters)


def find(root: Path) -> Running | None:
    """The running fleet of a folder, or None; what a dead one left is removed. Raises LabError."""
    try:
        state = json.loads((root / STATE).read_text("utf-8"))
        alive = _process(state) is not None
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise LabError(f"{root / STATE} is not what a fleet writes. Remove it if no fleet runs there.") from None
    if not alive:
        _clean(root, state)
        return None
    return Running(root, state)


def up(wanted: Wanted) -> Running:
    """Start a fleet, or find the one that runs. Raises LabError."""
    wanted.root.mkdir(parents=True, exist_ok=True)
    with _only_one(wanted.root):
        running = find(wanted.root)
        _refuse_another_profile(wanted)
        if running is None:
            return _spawn(wanted)
    missing = [name for name in wanted.hosts if name not in running.state["hosts"]]
    if missing:
        has = f"without {', '.join(missing)} (it has {', '.join(running.state['hosts'])})"
        raise LabError(f"A fleet runs already, {has}. Take it down first: invoke lab.down")
    engine = running.state["engine"]
    if wanted.engine not in ("auto", engine):
        raise LabError(f"A fleet runs already, on the {engine} engine, not on {wanted.engine}. Take it down first.")
    return running


def _refuse_another_profile(wanted: Wanted) -> None:
    """Machines keep the profile that they were made with, also when they are reset. Raises LabError."""
    others = []
    for name in wanted.hosts if wanted.profile else ():
        with contextlib.suppress(OSError, ValueError, KeyError):  # a new one, or one whose start says what is wrong
            has = json.loads((wanted.root / "hosts" / name / "facts.json").read_text("utf-8"))["profile"]
            others += [f"{name} ({has})"] if has != wanted.profile else []
    if others:
        raise LabError(
            f"Hosts are there already with another profile than {wanted.profile}: {', '.join(others)}."
            " To make them anew, remove the lab first: invoke lab.down --purge"
        )


def down(root: Path, *, purge: bool = False) -> bool:
    """End the fleet of a folder; purge: remove its machines too. Returns whether one was running."""
    running = find(root)
    if running is not None:
        _stop(running)
        _clean(root, running.state)
    if purge and root.exists():
        shutil.rmtree(root / "hosts", ignore_errors=True)
        (root / LOG).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something of the person's own lies there
            root.rmdir()
    return running is not None


def serve(wanted: Wanted) -> None:
    """Run a fleet in this process until it is told to stop; it says on standard output when it is ready."""
    try:
        # A short path of its own, which holds unix sockets and can be removed when this process was killed.
        with tempfile.TemporaryDirectory(prefix=TEMPORARY) as temporary:
            tempfile.tempdir = temporary
            with _fleet(wanted) as fleet:
                _serve(fleet)
    except (NoEngine, MachineError, OSError) as error:
        _say({"error": str(error)})
        raise SystemExit(1) from None


def _fleet(wanted: Wanted) -> Fleet:
    profile = wanted.profile or NEW
    return Fleet(wanted.root, wanted.hosts, engine=wanted.engine, profile=profile, tls=wanted.tls)


def _serve(fleet: Fleet) -> None:
    commands = Control(fleet)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: commands.stopping.set())
    state = {
        "pid": os.getpid(),
        "started": psutil.Process().create_time(),
        "control": {"port": commands.port, "token": commands.token},
        "temporary": tempfile.gettempdir(),
        **fleet.describe(),
    }
    write_private(fleet.root / STATE, json.dumps(state, indent=1))
    try:
        _say({"ready": True})
        commands.stopping.wait()
    finally:
        commands.close()
        (fleet.root / STATE).unlink(missing_ok=True)


def _say(message: dict[str, Any]) -> None:
    """The one line for who started us; then standard output is let go, so that its pipe ends."""
    print(json.dumps(message), flush=True)
    os.dup2(2, 1)


def _spawn(wanted: Wanted) -> Running:
    with (wanted.root / LOG).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "winlab", "serve", *_arguments(wanted)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            cwd=wanted.root,
            env={**os.environ, "PYTHONPATH": _import_path()},
        )
    problem = _await_ready(process)
    if problem is not None:
        raise LabError(f"The fleet did not start: {problem}. Its log is {wanted.root / LOG}.")
    return Running(wanted.root, json.loads((wanted.root / STATE).read_text("utf-8")))


def _import_path() -> str:
    """The child must find this very winlab, also when it is not installed but lies in the current folder."""
    return os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))


def _await_ready(process: "subprocess.Popen[bytes]") -> str | None:
    """None when the fleet is ready, else what it said. It says one line, or its end closes the pipe."""
    patience = threading.Timer(READY_SECONDS, process.kill)
    patience.start()
    try:
        if process.stdout is None:  # it was opened as a pipe
            return "no pipe"
        with process.stdout as pipe:
            line = pipe.readline()
    finally:
        patience.cancel()
    message = json.loads(line) if line.startswith(b"{") else {}
    if message.get("ready"):
        process.returncode = 0  # it lives on without us: no warning when this object goes
        return None
    process.wait()
    return str(message.get("error") or f"it ended with code {process.returncode}")


def _arguments(wanted: Wanted) -> Sequence[str]:
    flags = ["--root", str(wanted.root.resolve()), "--hosts", ",".join(wanted.hosts)]
    flags += ["--engine", wanted.engine, "--profile", wanted.profile]
    return [*flags, "--tls"] if wanted.tls else flags


def _stop(running: Running) -> None:
    process = _process(running.state)
    if process is None:
        return
    children = process.children(recursive=True)
    try:
        running.ask("stop")
        process.wait(STOP_SECONDS)
    except (ControlError, psutil.TimeoutExpired):
        process.kill()
        process.wait(STOP_SECONDS)
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()


def _process(state: dict[str, Any]) -> psutil.Process | None:
    """The process of a fleet.json, unless it has ended or its pid belongs to another by now."""
    try:
        process = psutil.Process(int(state["pid"]))
        same = abs(process.create_time() - float(state["started"])) < 2
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def _clean(root: Path, state: dict[str, Any]) -> None:
    """Remove what a fleet removes itself unless it was killed."""
    temporary = Path(str(state.get("temporary")))
    if temporary.name.startswith(TEMPORARY):  # a file that somebody else wrote may name any folder
        shutil.rmtree(temporary, ignore_errors=True)
    for name in (STATE, "password", "endpoint.pem"):
        (root / name).unlink(missing_ok=True)


@contextlib.contextmanager
def _only_one(root: Path) -> Iterator[None]:
    """Two `up` at once: the second waits, and finds the fleet of the first."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system
        yield
        return
    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
