"""What would make data-protection keys unreadable: every user is logged out, every link that was sent is void.

Pure, so that each loss is a row of a table in a test. How the framework finds its keys: windows.md, Data protection.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from iisfleet.inventory import Host, Pool, Target
from iisfleet.package import Package
from iisfleet.results import StepFailure

BOUND = (
    "the app does not call SetApplicationName, so that its keys are bound to its folder, "
    "and each release has another one"
)
_PER_MACHINE = ("registry", "profile")


def key_losses(
    host: Host,
    facts: Mapping[str, Any],
    packages: Mapping[str, Package],
    hosts: Sequence[Host] = (),
    staying: Container[str] = (),
) -> tuple[str, ...]:
    """Every loss, in a sentence. ``facts``: the data of Get-KeyFact; ``packages`` by target name, as far as known.

    ``hosts`` is the whole environment: where else a site is served. ``staying`` names the targets that go on with the
    release they serve. Targets without data_protection are left alone.
    """
    losses = (
        loss
        for target in host.targets
        if target.data_protection.mode != "none"
        for loss in (
            *_moved(target, facts, packages.get(target.name)),
            *(() if target.name in staying else _bound_to_folder(target, facts, packages.get(target.name))),
            *_on_a_farm(host, target, hosts),
        )
    )
    return tuple(dict.fromkeys(losses))


def refuse(losses: Sequence[str]) -> StepFailure:
    """The refusal that lists them all, each on a line of its own."""
    return StepFailure(
        "Users would be logged out: the applications would lose their data-protection keys.",
        expected="keys that stay readable",
        found="\n".join(losses),
        remedy="Change what is listed (docs/keys.md says how), or accept the loss with --accept-key-loss.",
        kind="key-loss",
    )


def said(loss: str) -> str:
    """A loss as a warning: in a plan, or once it was accepted."""
    return f"key loss: {loss}"


def _moved(target: Target, facts: Mapping[str, Any], package: Package | None) -> Iterator[str]:
    """The keys that the application has now, and that it would not find any more."""
    pool = _serving(target, facts)
    if pool is None:
        return
    keys, now = pool["keys"], f"x{86 if pool['bitness'] == 32 else 64}"
    place = "profile" if pool["loadUserProfile"] and keys["profile"] else "registry" if keys[now] else None
    if place is None:
        return
    count = keys["profile"] if place == "profile" else keys[now]
    stay = f"{count} key{'s' if count > 1 else ''} stay{'' if count > 1 else 's'} behind"
    before, after = _account_on_host(pool), _account(target.pool)
    if before.casefold() != after.casefold():
        yield f"{target.name}: the account changes from {before} to {after}, {stay}"
    elif target.data_protection.mode != place:
        yield f"{target.name}: keys move from {place} to {target.data_protection.mode}, {stay}"
    elif place == "registry" and (wanted := _bitness(target.pool, package)) not in (None, pool["bitness"]):
        yield f"{target.name}: the pool changes from {pool['bitness']}-bit to {wanted}-bit, {stay} in the other view"


def _serving(target: Target, facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The pool that serves the application now, or the declared one if it waits for its application."""
    serving = next((a["pool"] for a in facts["applications"] if _is(a, target)), target.pool.name)
    found = (one for one in facts["pools"] if one["exists"] and one["name"].casefold() == serving.casefold())
    return next(found, None)


def _is(application: Mapping[str, Any], target: Target) -> bool:
    there = (application["site"].casefold(), application["application"].casefold())
    return there == (target.site.casefold(), target.application.casefold())


def _account_on_host(pool: Mapping[str, Any]) -> str:
    if pool["identity"] == "ApplicationPoolIdentity":
        return rf"IIS AppPool\{pool['name']}"
    return str(pool["userName"] or pool["identity"])


def _account(pool: Pool) -> str:
    if pool.identity_type == "ApplicationPoolIdentity":
        return rf"IIS AppPool\{pool.name}"
    return pool.user_name or pool.identity_type


def _bitness(pool: Pool, package: Package | None) -> int | None:
    """None: it stays as it is, or nobody knows."""
    if pool.bitness is None and package is not None:
        return package.app.bitness or 64
    return pool.bitness


def _bound_to_folder(target: Target, facts: Mapping[str, Any], package: Package | None) -> Iterator[str]:
    if is_bound(package) and any(_is(application, target) for application in facts["applications"]):
        yield f"{target.name}: {BOUND}"


def is_bound(package: Package | None) -> bool:
    """Whether the app's keys count for its content root alone, as far as is known: a release has its own folder."""
    return package is not None and not package.app.set_application_name


def _on_a_farm(host: Host, target: Target, hosts: Sequence[Host]) -> Iterator[str]:
    folder = target.data_protection.folder or ""
    is_local = target.data_protection.mode in _PER_MACHINE or not folder.startswith("\\\\")
    others = [h.name for h in hosts if h.name != host.name and any(t.name == target.name for t in h.targets)]
    if is_local and others:
        mode = target.data_protection.mode
        yield (
            f"{target.name}: {', '.join(others)} serve{'s' if len(others) == 1 else ''} it too, and each host has keys "
            f"of its own (data_protection: {mode}): a user who reaches another host is logged out"
        )
