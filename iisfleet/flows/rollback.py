"""Back to a release that a host has kept, with the settings and environment variables that it had then."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from iisfleet.flows.draining import out_of_rotation
from iisfleet.flows.guarding import guard_question, guard_steps
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import failed
from iisfleet.flows.ownership import refuse_foreign
from iisfleet.flows.publishing import carry_out, completed, going_live, updating
from iisfleet.flows.turn import look_in_turn
from iisfleet.inventory import Host, Target
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import DeployOptions
from iisfleet.rendering.release import Release, RunInfo
from iisfleet.rendering.rollback import Return, rollback_context
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

# Of each target: far more than the releases that a host keeps.
_ENTRIES = 1000
_EVENT = "rolled-back"
_WENT_LIVE = ("deployed", "adopted")
_UNSAVED = "{target}: the settings of release {release} were not saved: those of the inventory are used"


@dataclass(frozen=True)
class RollbackOrder:
    """``release``: back to this one, on hosts and contents that have kept it; None: to the one before.

    ``releases``: instead of that, by target name, the release of each content that goes back.
    """

    run: RunInfo
    release: str | None = None
    plan: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead
    releases: Mapping[str, str] = field(default_factory=dict)


def rollback(host: Host, order: RollbackOrder) -> Flow:
    """Goes back to a kept release of every content; nothing if that is what is served already."""
    look = yield from look_in_turn(host, order, lambda: _look_back(host))
    if isinstance(look, Outcome):
        return look
    if refused := refuse_foreign(host, look):
        return refused
    returns = _returns(host, order, look)
    if isinstance(returns, StepFailure):
        return Outcome("failed", failure=returns)
    planned = yield from _plan(host, order, returns)
    if planned.result.failed:
        return failed(planned.result)
    notes = tuple(_UNSAVED.format(target=one.target.name, release=one.release.id) for one in returns if not one.pool)
    if order.plan or not planned.changes:
        ended = planned.outcome({"lock": look.lock, "unfinished": look.unfinished} if order.plan else None)
    else:
        ended = yield from _go_back(host, order, returns, planned)
    return replace(ended, warnings=(*notes, *ended.warnings))


def _look_back(host: Host) -> Generator[Instruction, Any, Look]:
    return Look((), (yield Run(_look_script(host))))


def _look_script(host: Host) -> Script:
    return render_script("history", ["starting"], {"targets": host.targets, "last": _ENTRIES})


def _plan(host: Host, order: RollbackOrder, returns: Sequence[Return]) -> Generator[Instruction, Any, Look]:
    script = _plan_script(host, order.run, returns)
    return Look(tuple(one.release for one in returns), (yield Run(script, what_if=True)))


def _plan_script(host: Host, run: RunInfo, returns: Sequence[Return]) -> Script:
    how = DeployOptions(planning=True, event=_EVENT, guard=guard_question(host))
    context = rollback_context(host, returns, run, how)
    return render_script("deploy", ["starting", "publishing", "finishing"], context)


def scripts_of_rollback(host: Host, run: RunInfo, releases: Sequence[Release]) -> Iterator[Script]:
    """What goes back to these releases, which the host has kept with the settings of the pools of today, in order."""
    returns = [Return(release, release.target.pool.name) for release in releases]
    restarting = {site.name for site in host.sites}
    guard = guard_steps(run, host, releases, installed=False)
    context = rollback_context(host, returns, run, DeployOptions(event=_EVENT, restarting=restarting, guard=guard))
    yield _look_script(host)
    yield _plan_script(host, run, returns)
    if guard.install:
        yield updating({**context, "targets": []})
    yield going_live(context)


def _go_back(
    host: Host, order: RollbackOrder, returns: Sequence[Return], planned: Look
) -> Generator[Instruction, Any, Outcome]:
    run, releases = order.run, planned.releases
    paths = {change.path for change in planned.changes}
    how = DeployOptions(
        event=_EVENT,
        restarting={one.target.site for one in returns if one.target.application == "/" and _restarts(one, paths)},
        replacing={one.target.name for one in returns if f"content/{one.target.name}" in paths},
        guard=guard_steps(run, host, releases, installed=planned.guarded),
    )
    context = rollback_context(host, returns, run, how)
    if how.guard.install:
        prepared = yield from carry_out(host, Run(updating({**context, "targets": []})), run, _EVENT)
        if prepared.status != "changed":
            return prepared
    live = carry_out(host, Run(going_live(context), secrets=host.secrets), run, _EVENT)
    ended = yield from out_of_rotation(host, run, live, held=how.guard.install is not None)
    return completed(ended, releases, planned.changes)


def _restarts(one: Return, paths: Iterable[str]) -> bool:
    """Whether planned changes give the root of a site a new worker process."""
    site, pools = f"site/{one.target.site}/", {f"pool/{one.pool}/", f"pool/{one.target.pool.name}/"}
    return any(
        path.startswith(tuple(pools)) or (path.startswith(site) and not path.startswith(f"{site}application/"))
        for path in paths
    )


def _returns(host: Host, order: RollbackOrder, look: Look) -> list[Return] | StepFailure:
    kept = {target.name: _kept(target, look) for target in host.targets}
    if order.releases:
        wanted = [kept[name].get(release) for name, release in order.releases.items()]
        found = [one for one in wanted if one]
        return found if len(found) == len(wanted) else _not_kept(", ".join(order.releases.values()), kept)
    if order.release is not None:
        chosen = [kept[target.name].get(order.release) for target in host.targets]
        return [one for one in chosen if one] or _not_kept(order.release, kept)
    before = {target.name: kept[target.name].get(_before(target, look) or "") for target in host.targets}
    missing = next((name for name, found in before.items() if found is None), None)
    return _nothing_before(missing) if missing else [one for one in before.values() if one]


def _kept(target: Target, look: Look) -> dict[str, Return]:
    """By id: the releases that the host has of a content."""
    releases = look.served[target.name]["releases"] or []
    return {one["id"]: _return(target, one) for one in releases}


def _return(target: Target, kept: Mapping[str, Any]) -> Return:
    release = Release(target, kept["id"], kept["manifest"])
    return Return(release, kept.get("pool"), tuple(kept.get("bindings") or ()))


def _before(target: Target, look: Look) -> str | None:
    """The release that was live before the current one, by the order of the journal."""
    wanted = target.name.casefold()  # IIS takes Hello and HELLO for one site
    entries = [entry for entry in look.journal if str(entry.get("target")).casefold() == wanted]
    events = [(entry["event"], entry.get("release") or "") for entry in entries]
    return release_before(look.served[target.name]["release"], events)


def release_before(current: str | None, events: Iterable[tuple[str, str]]) -> str | None:
    """What was live before ``current`` became so; ``events`` of the journal (event, release), oldest first.

    A rollback goes back in this history and does not become a part of it: two of them go two steps back, not to and
    fro. None if there is nothing before, or ``current`` is not known.
    """
    live: list[str] = []
    for event, release in events:
        if event in _WENT_LIVE and live[-1:] != [release]:
            live.append(release)
        elif event == _EVENT and release in live:
            del live[_last(live, release) + 1 :]
        elif event == _EVENT:
            live.append(release)
    if current not in live or _last(live, current) == 0:
        return None
    return live[_last(live, current) - 1]


def _last(releases: list[str], wanted: str) -> int:
    return len(releases) - 1 - releases[::-1].index(wanted)


def _nothing_before(target: str) -> StepFailure:
    return StepFailure(
        f"{target} has no earlier release to go back to.",
        expected="a kept release that was deployed before the current one",
        found="none",
        remedy="Nothing was put back, of the other contents either. invoke history shows what was deployed; "
        "rollback --release puts back the contents that have kept that release; else deploy the package that you want.",
        kind="rollback",
    )


def _not_kept(release: str, kept: Mapping[str, Mapping[str, Return]]) -> StepFailure:
    found = "; ".join(f"{target}: {', '.join(sorted(releases)) or 'none'}" for target, releases in kept.items())
    return StepFailure(
        f"The host has not kept a release {release}.",
        expected="the id of a release that it has kept",
        found=found,
        remedy="Name one of these, or deploy the package that you want.",
        kind="rollback",
    )
