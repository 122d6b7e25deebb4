"""What a flow can ask for, and what it is answered: the language between ``flows`` and the runner."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iisfleet.inventory import Secret
from iisfleet.package import FileEntry, Manifest, Package
from iisfleet.remote.uploads import Shard
from iisfleet.rendering import Script
from iisfleet.results import Change, StepFailure, StepResult


@dataclass(frozen=True)
class Run:
    """Run a script; answered with a ScriptResult. ``content`` becomes its pipeline input: a file's, or these bytes.

    ``following``: it asks after something that runs on the host already (a job, a reboot). Then it is no news: no event
    tells it; and the first Ctrl-C does not keep it from being run, as it does not end a script.
    """

    script: Script
    what_if: bool = False
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    content: Path | bytes | None = None
    following: bool = False


@dataclass(frozen=True)
class Tell:
    """Tell what a job on the host has done: its script, when it has just been started, and steps; answered with None.

    They count as those of a script that runs here: the same events, and the first Ctrl-C does not keep them back.
    """

    steps: tuple[StepResult, ...] = ()
    script: Script | None = None


@dataclass(frozen=True)
class Upload:
    """Send an archive in shards, but for the first ``there`` bytes; answered with a ScriptResult.

    ``script_for`` renders the script that receives a shard, whose hash it is given.
    """

    path: Path
    there: int
    script_for: Callable[[Shard, str], Script]


@dataclass(frozen=True)
class Pack:
    """Make the archive that turns ``base`` into the package; answered with a Parcel, or None if the base is unknown.

    ``base`` is a manifest's hash; None means that the host has nothing. ``manifest`` is given once it was fetched.
    ``archive``: False if it is enough to know what it would hold, as for content that lies on a share.
    """

    package: Package
    base: str | None
    manifest: Manifest | None = None
    archive: bool = True


@dataclass(frozen=True)
class Parcel:
    """What is new or changed in ``files``, in an archive or (``path`` is None) without one; and the paths of the base
    that the release lacks. ``size`` in bytes: of the archive, or of the files.
    """

    path: Path | None
    sha256: str
    size: int
    added: int
    changed: int
    removed: tuple[str, ...]
    files: tuple[FileEntry, ...] = ()


@dataclass(frozen=True)
class Reconnect:
    """Give up the session and open another one at the next Run; answered with None. ``following`` as of Run.

    ``connect_timeout``: seconds to wait for the host, if not as long as its connection says.
    """

    following: bool = False
    connect_timeout: int | None = None


@dataclass(frozen=True)
class Pause:
    """Wait so many seconds, or less if the user interrupts; answered with the seconds since the run began.

    ``following`` as of Run: then the first Ctrl-C does not shorten it.
    """

    seconds: float
    following: bool = False


@dataclass(frozen=True)
class Gate:
    """Come to a gate, which one host of the run passes first; answered with ``lead`` or ``follow``.

    ``lead``: this host goes first, and the flow says with Open how it went. ``follow``: a host has passed. Waits while
    another host leads; if that one ends without having passed, the next in line leads. Raises GateClosed (outcome:
    skipped) once too many have failed, Interrupted if the user presses Ctrl-C meanwhile. Nothing may be held on the
    host (a lock) that others need while it waits.
    """

    name: str


@dataclass(frozen=True)
class Open:
    """How the leader of a gate has fared; answered with None. Not passed: the next in line leads, or the gate closes.

    ``final``: it closes, however many hosts may fail: nobody may try again. Said by a host that does not lead, it means
    nothing. The first Ctrl-C does not keep it back.
    """

    name: str
    passed: bool
    final: bool = False


@dataclass(frozen=True)
class Request:
    """An HTTP request that the controller makes; a status that is not among ``status`` is a failure.

    Values of ``headers`` may be secrets. A redirection is an answer, it is not followed.
    """

    url: str
    method: str = "GET"
    status: tuple[int, ...] = (200,)
    headers: Mapping[str, "str | Secret"] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True)
class ControllerCall:
    """A program or an HTTP request, exactly one of them, that runs on the controller, for at most ``timeout`` seconds.

    ``name`` is what events and messages call it (``drain.out``). A program runs without a shell, in ``folder`` (that of
    the inventory; a program with a separator in its name is relative to it), with ``environment`` beside the own one.
    """

    name: str
    timeout: float
    command: tuple[str, ...] = ()
    request: Request | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None


@dataclass(frozen=True)
class CallResult:
    """What came of a call. ``failure``: None if it went well; its ``found`` ends with the output or the answer."""

    failure: StepFailure | None = None
    output: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return self.failure is None


@dataclass(frozen=True)
class Call:
    """Make a call on the controller; answered with a CallResult, which a failure is, too: nothing is raised.

    ``following`` as of Run: also after the first Ctrl-C, as what puts something back needs.
    """

    call: ControllerCall
    following: bool = False


Instruction = Run | Tell | Upload | Pack | Reconnect | Pause | Gate | Open | Call


@dataclass(frozen=True)
class Outcome:
    """How a flow ended on its host; the fields of events.HostFinished that a flow knows.

    ``half_way``: the host could not be put back: it is neither as it should be nor as it was before. ``why``: of a
    host that was skipped.
    """

    status: str
    changes: tuple[Change, ...] = ()
    failure: StepFailure | None = None
    step: str | None = None
    reverted: bool = False
    half_way: bool = False
    warnings: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    why: str | None = None


Flow = Generator[Instruction, Any, Outcome]
