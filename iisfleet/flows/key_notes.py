"""What a person should know of keys beside the changes: what is left to do, and where."""

from collections.abc import Iterator, Mapping, Sequence

from iisfleet.flows.key_loss import BOUND, is_bound
from iisfleet.flows.look import Look
from iisfleet.inventory import Host, Pool
from iisfleet.package import Package
from iisfleet.rendering.keys import profiles
from iisfleet.results import Change


def key_notes(host: Host, look: Look, changes: Sequence[Change]) -> Iterator[str]:
    """``look`` has the facts, ``changes`` is what the plan would do."""
    if is_shared(look) and any(True for _ in profiles(host)):
        yield "IIS uses a shared configuration: set loadUserProfile and setProfileEnvironment of the pools there."
    there = {pool["name"].casefold(): pool["exists"] for pool in look.data("Get-KeyFact")[0]["pools"]}
    for target in {t.pool.name: t for t in host.targets if t.data_protection.mode != "none"}.values():
        yield from _of_pool(target.pool, target.data_protection.mode, there, changes)
        folder = target.data_protection.folder or ""
        if folder.startswith("\\\\"):
            yield (
                f"{folder} is a share: grant its rights on the file server, to the account of the pool "
                f"{target.pool.name} alone."
            )


def is_shared(look: Look) -> bool:
    """Whether one write to the configuration of IIS would reach other hosts."""
    return bool(look.data("Get-HostFact")[0]["iis"]["sharedConfiguration"])


def first_releases(host: Host, packages: Mapping[str, Package], losses: Sequence[str]) -> Iterator[str]:
    """What nothing is lost by yet: a site that is not served has no users."""
    for target in host.targets:
        note = f"{target.name}: {BOUND}"
        if target.data_protection.mode != "none" and is_bound(packages.get(target.name)) and note not in losses:
            yield f"{note}: a later deploy will log its users out."


def _of_pool(pool: Pool, mode: str, there: Mapping[str, bool], changes: Sequence[Change]) -> Iterator[str]:
    exists = there[pool.name.casefold()]
    if mode == "profile" and not exists:
        yield f"The pool {pool.name} is not there yet: the deploy will load its profile."
    made = any(change.path.startswith(f"autogenkey/{pool.name}/") for change in changes)
    begins = any(change.path.startswith(f"pool/{pool.name}/") for change in changes)  # IIS starts its worker anew
    if mode == "registry" and exists and made and not begins:
        yield f"The pool {pool.name} finds its keys' place when it starts anew: invoke recycle --pool {pool.name}."
