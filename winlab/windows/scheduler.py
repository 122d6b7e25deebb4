r"""Scheduled tasks: what Task Scheduler keeps (tasks.json), and what of it runs.

Who runs an action is set from outside (`runner`: winlab/shell/detached.py), as the model knows no PowerShell. `start`,
a boot and the moment of a time trigger begin a task; a time of day does not. Codes are winerror.h's and taskschd.h's.
"""

import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from winlab.windows.errors import MachineError, NotEmulated, NotFound
from winlab.windows.jsonfile import JsonFile
from winlab.windows.processes import now
from winlab.windows.task_xml import Action, TaskDefinition, exported, read_task

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

RUNNING = 0x41301  # SCHED_S_TASK_RUNNING
HAS_NOT_RUN = 0x41303  # SCHED_S_TASK_HAS_NOT_RUN
TERMINATED = 0x41306  # SCHED_S_TASK_TERMINATED
SHUT_DOWN = 0x40010004  # DBG_TERMINATE_PROCESS: what a task has for a result that ran while Windows shut down
END_SECONDS = 15.0  # how long the end of the machine waits for what was killed
_PATH = re.compile(r'^(\\[^\\/:*?"<>|]+)+$')
_log = logging.getLogger(__name__)


class Job(Protocol):
    """An action that is about to run, or runs."""

    def run(self) -> int:
        """Run it to its end; the exit code."""

    def kill(self) -> None:
        """End it as a killed process ends. Waits for nothing; from any thread, and also before `run`."""


Runner = Callable[["Machine", Action], Job]


@dataclass(eq=False)
class _Instance:
    job: Job
    ended: threading.Event = field(default_factory=threading.Event)
    killed: int | None = None


class Tasks:
    """The tasks of a machine by their paths (`\\iisfleet\\job-1`; without regard to case). Thread-safe.

    Raises NotFound for a task that is not there. pace: seconds that a second of the host's clocks takes here.
    """

    def __init__(self, machine: "Machine", file: JsonFile) -> None:
        self._runner: Runner | None = None
        self._pace = 1.0
        self._machine = machine
        self._file = file
        self._instances: dict[str, _Instance] = {}
        self._timers: dict[str, list[threading.Timer]] = {}

    @property
    def runner(self) -> Runner | None:
        return self._runner

    @runner.setter
    def runner(self, runner: Runner) -> None:
        """From now on there is somebody who runs tasks, also those that were registered before."""
        self._runner = runner
        self.arm()

    @property
    def pace(self) -> float:
        fault = self._machine.faults.active("fast-clock")
        return float(fault["pace"]) if fault else self._pace

    @pace.setter
    def pace(self, pace: float) -> None:
        self._machine.power.uptime()  # what has passed until now has passed at the old pace
        self._pace = pace
        self.arm()

    def register(self, path: str, xml: str, *, force: bool = False) -> None:
        """Make a task, or with `force` replace it. Raises MachineError for what Windows refuses."""
        if not _PATH.match(path):
            raise MachineError(f"The filename, directory name, or volume label syntax is incorrect: {path}")
        user = read_task(xml).user
        with self._machine.lock:
            if not user.startswith("S-1-"):
                self._machine.accounts.sid(user)
            old = self._find(path)
            if old is not None and not force:
                raise MachineError("Cannot create a file when that file already exists.")
            kept = {name: task for name, task in self._file.read().items() if name != old}
            self._file.write({**kept, path: {"xml": xml, "lastRun": None, "lastResult": HAS_NOT_RUN}})
            self._arm(path, xml)

    def unregister(self, path: str) -> None:
        """Forget a task; what runs of it runs on."""
        with self._machine.lock:
            name = self._name(path)
            self._disarm(name)
            self._file.write({other: task for other, task in self._file.read().items() if other != name})

    def start(self, path: str) -> None:
        """Start a task; one that runs already is left alone (IgnoreNew). Raises NotEmulated, also without a runner."""
        with self._machine.lock:
            name = self._name(path)
            task = self._file.read()[name]
            definition = read_task(task["xml"])
            if not definition.enabled:
                raise MachineError("The task is disabled.")  # SCHED_E_TASK_DISABLED
            if name.lower() in self._instances:
                return
            if self.runner is None:
                raise NotEmulated(f"the start of {name}: nobody here runs tasks")
            self._begin(name, definition, _Instance(self.runner(self._machine, definition.action)))
            self._file.write({**self._file.read(), name: {**task, "lastRun": now()}})

    def stop(self, path: str) -> None:
        """End what runs of a task."""
        with self._machine.lock:
            instance = self._instances.get(self._name(path).lower())
            if instance is not None:
                self._kill(instance, TERMINATED)

    def run_at_boot(self) -> None:
        """Start every task with a boot trigger; the moments of others are still to come."""
        self.arm()
        for path in [path for path, task in self._file.read().items() if read_task(task["xml"]).at_boot]:
            try:
                self.start(path)
            except MachineError as error:  # disabled, or an action that the lab does not know
                _log.warning("the task %s did not start: %s", path, error)

    def end_all(self) -> None:
        """End all that runs, as a shutdown does, and wait. Not under the machine's lock: jobs may wait for it."""
        with self._machine.lock:
            for path in list(self._timers):
                self._disarm(path)
            running = list(self._instances.values())
            for instance in running:
                self._kill(instance, SHUT_DOWN)
        for instance in running:
            if not instance.ended.wait(END_SECONDS):
                _log.warning("a job did not end within %g s", END_SECONDS)

    def wait(self, path: str, timeout: float) -> bool:
        """Wait until nothing of a task runs; whether it is so."""
        instance = self._instances.get(path.lower())
        return instance is None or instance.ended.wait(timeout)

    def query(self, path: str) -> dict[str, Any]:
        """path, name, folder, state ('Ready', 'Running', 'Disabled'), lastRun, lastResult, nextRun, xml.

        Times: ISO 8601, lastRun in UTC, nextRun in local time; None for never.
        """
        with self._machine.lock:
            name = self._name(path)
            task = self._file.read()[name]
            definition = read_task(task["xml"])
            runs = name.lower() in self._instances
            folder, _, last = name.rpartition("\\")
            return {
                "path": name,
                "name": last,
                "folder": folder + "\\",
                "state": "Running" if runs else "Ready" if definition.enabled else "Disabled",
                "lastRun": task["lastRun"],
                "lastResult": RUNNING if runs else task["lastResult"],
                "nextRun": _next_run(definition),
                "xml": exported(task["xml"], name),
            }

    def all(self) -> list[dict[str, Any]]:
        """`query` of every task, sorted by path."""
        with self._machine.lock:
            return [self.query(path) for path in sorted(self._file.read(), key=str.lower)]

    def arm(self) -> None:
        """Wait anew for the moments of all time triggers, as after a change of the pace."""
        with self._machine.lock:
            self._machine.power.uptime()  # what passes from now on passes at this pace
            for path, task in self._file.read().items():
                self._arm(path, task["xml"])

    def _arm(self, path: str, xml: str) -> None:
        """Let the moments of a task's time triggers come; those that have passed do not come again."""
        self._disarm(path)
        waits = [(moment - datetime.now(UTC)).total_seconds() for moment in read_task(xml).once]
        timers = [threading.Timer(wait * self.pace, self._strike, (path,)) for wait in waits if wait > 0]
        for timer in timers:
            timer.daemon = True
            timer.start()
        if timers:
            self._timers[path.lower()] = timers

    def _disarm(self, path: str) -> None:
        for timer in self._timers.pop(path.lower(), ()):
            timer.cancel()

    def _strike(self, path: str) -> None:
        try:
            self.start(path)
        except MachineError as error:
            _log.warning("the task %s did not start: %s", path, error)

    def _find(self, path: str) -> str | None:
        return next((name for name in self._file.read() if name.lower() == path.lower()), None)

    def _name(self, path: str) -> str:
        found = self._find(path)
        if found is None:
            raise NotFound(f"The system cannot find the file specified: the task {path}")
        return found

    def _begin(self, name: str, definition: TaskDefinition, instance: _Instance) -> None:
        self._instances[name.lower()] = instance
        limit = threading.Timer(definition.limit, self._kill, (instance, TERMINATED)) if definition.limit else None
        thread = threading.Thread(target=self._run, args=(name, instance, limit), name="winlab-task", daemon=True)
        if limit is not None:
            limit.daemon = True
            limit.start()
        thread.start()

    def _run(self, name: str, instance: _Instance, limit: threading.Timer | None) -> None:
        code = 1
        try:
            code = instance.job.run()
        except Exception:  # noqa: BLE001 - whatever a job does, its task ends
            _log.exception("the task %s failed", name)
        finally:
            if limit is not None:
                limit.cancel()
            with self._machine.lock:
                self._ended(name, code if instance.killed is None else instance.killed)
            instance.ended.set()

    def _ended(self, name: str, code: int) -> None:
        self._instances.pop(name.lower(), None)
        tasks = self._file.read()
        if name in tasks:
            self._file.write({**tasks, name: {**tasks[name], "lastResult": code}})

    def _kill(self, instance: _Instance, result: int) -> None:
        if instance.killed is None:
            instance.killed = result
            instance.job.kill()


def _next_run(definition: TaskDefinition) -> str | None:
    moments = [c.next_run(datetime.now()) for c in definition.calendar] if definition.enabled else []
    moments += [once.astimezone().replace(tzinfo=None) for once in definition.once if once > datetime.now(UTC)]
    return min(moments).isoformat() if moments else None
