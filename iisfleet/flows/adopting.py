"""``adopt``: iisfleet takes over sites that were made by hand; what they serve becomes a release to go back to."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from iisfleet.flows.look import Job, Look, look_at, no_one_is_dead
from iisfleet.flows.outcomes import failed, warnings
from iisfleet.flows.publishing import carry_out
from iisfleet.flows.recovering import look_freed
from iisfleet.inventory import Host, Target
from iisfleet.package import Package
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.adopting import adopt_context
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

_PRESERVE = (
    "files of {} that its package does not have stay until a deploy --clean, and a rollback to before brings all of "
    "them back as they are now: what the application itself writes belongs in preserve:"
)


@dataclass(frozen=True)
class AdoptOrder:
    """``sites``: their names, all if empty. ``packages`` are for the plan: by target, what a deploy would bring."""

    run: RunInfo
    sites: Collection[str] = ()
    plan: bool = False
    packages: Mapping[str, Package] = field(default_factory=dict)
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead


def adopt(host: Host, order: AdoptOrder) -> Flow:
    """Keeps what the sites serve, and writes down that they are ours; a plan shows what a deploy would then change."""
    host = host.model_copy(update={"sites": tuple(s for s in host.sites if not order.sites or s.name in order.sites)})
    if not host.sites:
        return Outcome("ok")
    read = _looking(host.targets, order)
    look = (yield from read()) if order.plan else (yield from look_freed(order, read))
    if isinstance(look, Outcome):
        return look
    if look.result.failed:
        return failed(look.result)
    chosen = [data["target"] for data in look.data("Add-AdoptedRelease") if data["adopted"]]
    targets = [target for target in host.targets if target.name in chosen]
    notes = tuple(_PRESERVE.format(target.name) for target in targets if target.content and not target.preserve)
    if order.plan:
        return (yield from _plan(host, order, targets, look, notes))
    if not targets:
        return look.outcome()
    return (yield from _act(host, order, targets, notes))


def _looking(targets: Sequence[Target], order: AdoptOrder) -> Callable[[], Generator[Instruction, Any, Look]]:
    """Which of the targets would be adopted: those that are there and that the journal does not know."""

    def read() -> Generator[Instruction, Any, Look]:
        return Look((), (yield Run(_look_script(targets, order.run), what_if=True)))

    return read


def _plan(host: Host, order: AdoptOrder, targets: Sequence[Target], look: Look, notes: Sequence[str]) -> Flow:
    now = Look((), (yield Run(_plan_script(targets, order.run), what_if=True))) if targets else look
    if now.result.failed:
        return failed(now.result)
    later = yield from look_at(host, Job(order.run, order.packages))
    told = (*warnings(look.result.steps), *notes)
    if later.result.failed:
        return replace(failed(later.result), warnings=told)
    then = [change for change in later.changes if change not in now.changes]
    data = {"deploy": [asdict(change) for change in then], "lock": look.lock, "unfinished": look.unfinished}
    status = "changed" if now.changes else "ok"
    return Outcome(status, changes=now.changes, warnings=(*told, *warnings(later.result.steps)), data=data)


def _act(
    host: Host, order: AdoptOrder, targets: Sequence[Target], notes: Sequence[str]
) -> Generator[Instruction, Any, Outcome]:
    ended = yield from carry_out(host, Run(_act_script(targets, order.run)), order.run, "adopted")
    return replace(ended, warnings=(*ended.warnings, *notes))


def scripts_of_adopt(host: Host, run: RunInfo) -> list[Script]:
    """The scripts of an adoption of all sites, in order: what looks, the plan, what adopts."""
    return [make(host.targets, run) for make in (_look_script, _plan_script, _act_script)]


def _look_script(targets: Sequence[Target], run: RunInfo) -> Script:
    context = adopt_context(targets, run, planning=True, folders=False)
    return render_script("adopt", ["starting", "updating"], context)


def _plan_script(targets: Sequence[Target], run: RunInfo) -> Script:
    return render_script("adopt", ["updating"], adopt_context(targets, run, planning=True))


def _act_script(targets: Sequence[Target], run: RunInfo) -> Script:
    return render_script("adopt", ["updating", "finishing"], adopt_context(targets, run))
