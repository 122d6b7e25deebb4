"""``setup``: a host gets its baseline by one job, restarts where Windows asks for it, and is proven to differ no more.

Features that were installed stay when a later resource fails: there is nothing to go back to, and the next run goes on.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from iisfleet.errors import ConfigError, Problem
from iisfleet.flows.draining import out_of_rotation, without_calls
from iisfleet.flows.jobs import job_folder, run_job
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import changes, failed, warnings
from iisfleet.flows.readiness import check_host
from iisfleet.flows.restarting import RestartOrder, restart
from iisfleet.flows.turn import look_in_turn
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.dsc import CONFIGURATION, KINDS, Baseline, Windows, baseline_of
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change, StepFailure
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

Baselines = Mapping[Windows, Baseline]
# The first job, one more after each restart; features of features can ask for a second one.
_ROUNDS: Final = 3
_BUSY_SECONDS: Final = 300
_REBOOT = "The host must restart before all of it counts: run again with --reboot."
_PENDING = "A restart of the host is pending: --reboot lets the controller restart it."
_STAYS = "What was done before that stays: the next run goes on from there."
_GONE_ON = "Setup then went on with what was left."
_WITHOUT_DSC = "The host has no DSC: the same was done step by step."


@dataclass(frozen=True)
class SetupOrder:
    """What every host gets, by its name and for each kind of Windows (``prepare_setup``).

    ``reboot`` lets the controller restart a host that asks for it; ``take_over`` replaces the DSC configuration of
    somebody else.
    """

    run: RunInfo
    documents: Mapping[str, Baselines]
    plan: bool = False
    reboot: bool = False
    take_over: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead


def prepare_setup(hosts: Iterable[Host]) -> dict[str, Baselines]:
    """Renders and checks the baselines of all hosts, for each kind of Windows: which one a host is, it tells later.

    Raises ConfigError with every problem of every host.
    """
    prepared, known, problems = dict[str, Baselines](), dict[str, Baselines](), list[Problem]()
    for host in hosts:
        same = repr((host.features, host.setup))
        if same not in known:
            known[same] = {kind: one for kind in KINDS if (one := _baseline(host, kind, problems))}
        prepared[host.name] = known[same]
    if problems:
        raise ConfigError(problems)
    return prepared


def _baseline(host: Host, kind: Windows, problems: list[Problem]) -> Baseline | None:
    try:
        return baseline_of(host, kind)
    except ConfigError as error:
        problems += [replace(p, key=" ".join(filter(None, (f"{host.name} ({kind})", p.key)))) for p in error.problems]
        return None


def setup(host: Host, order: SetupOrder) -> Flow:
    """Brings a host to its baseline; a host that is there already is left alone."""
    looked = yield from _looked(host, order)
    if isinstance(looked, Outcome):
        return looked
    way = _way(host, order, looked)
    planned = yield _plan(host, order, way)
    if planned.failed:
        return failed(planned)
    differing = changes(planned.steps)
    if order.plan or not (differing or (way.pending and order.reboot)):
        notes = (*way.notes, *warnings(planned.steps), *([_PENDING] if way.pending else []))
        return Outcome("changed" if differing else "ok", differing, warnings=notes, data=way.facts)
    told = yield from out_of_rotation(host, order.run, _apply(without_calls(host), order, way, differing))
    return replace(told, warnings=(*way.notes, *told.warnings))


def scripts_of_setup(host: Host, order: SetupOrder, windows: Windows, *, dsc: bool = True) -> list[Script]:
    """The scripts of a setup, in order: what looks, the plan, the job."""
    way = _Way(order.documents[host.name][windows], dsc=dsc)
    return [_look_script(host, order), _plan(host, order, way).script, _job(host, order, order.run, way)]


@dataclass(frozen=True)
class _Way:
    """How this host gets its baseline: with DSC or step by step, once its kind of Windows is known."""

    baseline: Baseline
    dsc: bool
    facts: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def pending(self) -> bool:
        """Whether Windows waits for a restart."""
        return bool(self.facts["setup"]["pendingReboot"])


def _looked(host: Host, order: SetupOrder) -> Generator[Instruction, Any, Look | Outcome]:
    looked = yield from look_in_turn(host, order, lambda: _look(host, order))
    if isinstance(looked, Outcome):
        return looked
    reasons = check_host(looked.data("Get-HostFact")[0])
    return Outcome("failed", failure=reasons[0], step="Get-HostFact") if reasons else looked


def _look(host: Host, order: SetupOrder) -> Generator[Instruction, Any, Look]:
    return Look((), (yield Run(_look_script(host, order))))


def _look_script(host: Host, order: SetupOrder) -> Script:
    return render_script("setup", ("starting",), _context(host, order, order.run, None, planning=True))


def _way(host: Host, order: SetupOrder, look: Look) -> _Way:
    (facts,), (about,) = look.data("Get-HostFact"), look.data("Get-SetupFact")
    there = bool(about["dsc"])
    wanted = host.setup.method == "dsc"
    return _Way(
        order.documents[host.name][windows_of(facts)],
        dsc=wanted and there,
        facts={"setup": about},
        notes=(_WITHOUT_DSC,) if wanted and not there else (),
    )


def windows_of(facts: Mapping[str, Any]) -> Windows:
    """Which kind of Windows a host is, by the data of Get-HostFact (Win32_OperatingSystem.ProductType 1: desktop)."""
    system = facts["os"]
    if system["productType"] == 1:
        return "desktop"
    return "core" if system["installationType"] == "Server Core" else "server"


def _plan(host: Host, order: SetupOrder, way: _Way) -> Run:
    context = _context(host, order, order.run, way, planning=True)
    return Run(render_script("setup", ("publishing",), context), what_if=True)


def _job(host: Host, order: SetupOrder, run: RunInfo, way: _Way) -> Script:
    context = _context(host, order, run, way, planning=False)
    return render_script("setup", ("publishing", "finishing"), context, record=job_folder(run))


def _context(host: Host, order: SetupOrder, run: RunInfo, way: _Way | None, *, planning: bool) -> dict[str, Any]:
    with_dsc = way is not None and way.dsc
    return {
        "run": run.id,
        "lock": None if planning else lock_parameters(run),
        "drain": host.drain,
        "dsc": _dsc(host, order, way.baseline) if way and with_dsc else None,
        "steps": way.baseline.steps if way and not with_dsc else (),
        "entry": _entry(run, way) if way else None,
    }


def _dsc(host: Host, order: SetupOrder, baseline: Baseline) -> dict[str, Any]:
    return {
        "Document": baseline.document,
        "Configuration": CONFIGURATION,
        "Resources": baseline.resources,
        "TakeOver": order.take_over,
        "WaitSeconds": _BUSY_SECONDS,
        "TimeoutSeconds": host.setup.timeout,
    }


def _entry(run: RunInfo, way: _Way) -> dict[str, Any]:
    """What the host's journal says; ``(host)`` is no name of a site."""
    baseline = hashlib.sha256(way.baseline.document.encode()).hexdigest()[:12]
    return {"event": "set up", "run": run.id, "who": run.who, "target": "(host)", "release": f"baseline {baseline}"}


def _apply(
    host: Host, order: SetupOrder, way: _Way, differing: tuple[Change, ...]
) -> Generator[Instruction, Any, Outcome]:
    made, notes, left = list(differing), list[str](), differing
    for number in range(1, _ROUNDS + 1):
        run = _numbered(order.run, number)
        done = yield from _round(host, order, way, run) if left else _restarted(host, order, run)
        if isinstance(done, Outcome):
            so_far = made if done.status == "changed" else [change for change in made if change not in left]
            return replace(done, changes=tuple(_joined(so_far, done.changes)), warnings=(*notes, *done.warnings))
        made = _joined(made, done.changes)
        notes += done.notes
        planned = yield _plan(host, order, way)
        if planned.failed:
            return failed(planned)
        left = changes(planned.steps)
        if not left or not done.restarted:
            break
    if left:
        return _still_differs(left, notes)
    return Outcome("changed", tuple(made), warnings=tuple(notes), data={"rebootRequired": False})


@dataclass(frozen=True)
class _Round:
    """A job that went well, or that a restart of the host has cut short: what is left to do, a plan tells.

    ``changes`` are what it has told: a job that was cut short has not told all, and a plan cannot know what is yet to
    come with a feature.
    """

    notes: tuple[str, ...]
    restarted: bool
    changes: tuple[Change, ...] = ()


def _joined(told: Sequence[Change], more: Iterable[Change]) -> list[Change]:
    """Each path once: what a plan has told is not told again by who carried it out."""
    known = {change.path for change in told}
    return [*told, *(change for change in more if change.path not in known)]


def _numbered(run: RunInfo, number: int) -> RunInfo:
    """A host starts a job of one id once."""
    return run if number == 1 else replace(run, id=f"{run.id}-{number}")


def _round(host: Host, order: SetupOrder, way: _Way, run: RunInfo) -> Generator[Instruction, Any, Outcome | _Round]:
    result = yield from run_job(host, run, _job(host, order, run, way), minutes=host.setup.timeout // 60 + 10)
    notes, done = warnings(result.steps), changes(result.steps)
    if result.failed:
        told = failed(result)
        if told.failure is None or told.failure.kind != "interrupted":
            return _kept(told, done)
        return _Round((f"{told.failure.message} {_GONE_ON}", *told.warnings), restarted=True, changes=done)
    if not _asks_for_restart(result):
        return _Round(notes, restarted=False, changes=done)
    if not order.reboot:
        return Outcome("changed", changes=done, warnings=(*notes, _REBOOT), data={"rebootRequired": True})
    return (yield from _restarted(host, order, run, notes, done))


def _kept(told: Outcome, done: tuple[Change, ...]) -> Outcome:
    """Reverting unlocks a host and no more: what was installed has done no harm."""
    if told.status == "locked":
        return told
    return replace(told, changes=done, reverted=False, warnings=(*told.warnings, _STAYS))


def _restarted(
    host: Host, order: SetupOrder, run: RunInfo, notes: tuple[str, ...] = (), done: tuple[Change, ...] = ()
) -> Generator[Instruction, Any, Outcome | _Round]:
    """As restart-iis --reboot does: out of the load balancer's rotation, and what was stopped stays so."""
    ended = yield from restart(host, RestartOrder(run=run, reboot=True, is_dead=order.is_dead))
    if ended.status not in ("ok", "changed"):
        return replace(ended, warnings=(*notes, *ended.warnings))
    return _Round((*notes, *ended.warnings), restarted=True, changes=(*done, *ended.changes))


def _asks_for_restart(result: ScriptResult) -> bool:
    return any(step.data.get("rebootRequired") for step in result.steps)


def _still_differs(differing: Iterable[Change], notes: Iterable[str]) -> Outcome:
    failure = StepFailure(
        "The host still differs from its baseline after all of it was applied.",
        expected="no difference",
        found=", ".join(change.path for change in differing),
        remedy="Something on the host puts it back, or needs a restart that Windows did not ask for: run with --plan.",
        kind="setup",
    )
    return Outcome("failed", failure=failure, step="Set-DscBaseline", warnings=tuple(notes))
