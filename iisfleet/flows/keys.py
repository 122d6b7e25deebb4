"""``provision-keys``: a place for the data-protection keys of every pool, before or after its first deploy."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iisfleet.errors import ConfigError, Problem
from iisfleet.flows.jobs import job_folder, run_job
from iisfleet.flows.key_loss import key_losses, refuse, said
from iisfleet.flows.key_notes import first_releases, is_shared, key_notes
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import changes, failed, warnings
from iisfleet.flows.publishing import carry_out
from iisfleet.flows.shipping import name_on_host, upload_file
from iisfleet.flows.turn import look_in_turn
from iisfleet.inventory import Host, KeyCertificate, Secret
from iisfleet.package import Package
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.provisioning import keys_context
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

_CHANGING = ("publishing", "finishing")
_MINUTES = 10


@dataclass(frozen=True)
class KeysOrder:
    """``packages`` by target name, as far as they are known; ``hosts`` is the whole environment, to see a farm.

    ``files`` is the SHA-256 of each PFX file (``read_key_files``).
    """

    run: RunInfo
    packages: Mapping[str, Package] = field(default_factory=dict)
    hosts: tuple[Host, ...] = ()
    files: Mapping[Path, str] = field(default_factory=dict)
    plan: bool = False
    accept_key_loss: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead


def read_key_files(hosts: Iterable[Host]) -> dict[Path, str]:
    """The SHA-256 of every PFX file that hosts need. Raises ConfigError for all that cannot be read."""
    hashes, problems = dict[Path, str](), list[Problem]()
    for path in dict.fromkeys(pfx for host in hosts for pfx in _pfx_files(host)):
        if path.suffix.lower() != ".pfx":
            problems.append(Problem(path, "is no PFX file by its name", hint="call it <name>.pfx"))
            continue
        try:
            hashes[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            problems.append(Problem(path, f"cannot be read: {error.strerror}", hint="correct certificate.pfx"))
    if problems:
        raise ConfigError(problems)
    return hashes


def provision_keys(host: Host, order: KeysOrder) -> Flow:
    """What data_protection and data_protection_policy ask for; keys that are there stay where they are."""

    def read() -> Generator[Instruction, Any, Look]:
        return Look((), (yield Run(_script(host, order, (), "starting"), what_if=True)))

    look = yield from look_in_turn(host, order, read)
    if isinstance(look, Outcome):
        return look
    return (yield from _provision(host, order, look.data("Get-KeyFact")[0], look))


def _provision(
    host: Host, order: KeysOrder, facts: Mapping[str, Any], look: Look
) -> Generator[Instruction, Any, Outcome]:
    pools = [pool["name"] for pool in facts["pools"] if pool["exists"] and not is_shared(look)]
    planned = yield Run(_script(host, order, pools, *_CHANGING, planning=True), what_if=True, secrets=_secrets(host))
    if planned.failed:
        return failed(planned)
    losses, told = key_losses(host, facts, order.packages, order.hosts), changes(planned.steps)
    notes = (*key_notes(host, look, told), *first_releases(host, order.packages, losses), *warnings(planned.steps))
    if order.plan or not told:
        return Outcome(
            "changed" if told else "ok", changes=told, warnings=(*map(said, losses), *notes), data=_data(facts)
        )
    if losses and not order.accept_key_loss:
        return Outcome("failed", failure=refuse(losses), step="Get-KeyFact", warnings=notes)
    sent = yield from _send(host, order, facts, look)
    return sent or (yield from _act(host, order, pools, told, (*map(said, losses), *notes)))


def _send(
    host: Host, order: KeysOrder, facts: Mapping[str, Any], look: Look
) -> Generator[Instruction, Any, Outcome | None]:
    """The PFX files that the host needs; None if all of them have arrived."""
    there = {data["file"]: data["there"] for data in look.data("Open-HostUpload")}
    lacking = {one["thumbprint"].casefold() for one in facts["certificates"] if not one["hasPrivateKey"]}
    wanted = [c.pfx for c in _certificates(host) if c.pfx and c.thumbprint.casefold() in lacking]
    for path in dict.fromkeys(wanted):
        sha256 = order.files[path]
        result = yield upload_file(path, sha256, there.get(name_on_host(path, sha256), 0))
        if result.failed:
            return failed(result)
    return None


def _act(
    host: Host, order: KeysOrder, pools: Sequence[str], told: tuple[Change, ...], notes: tuple[str, ...]
) -> Generator[Instruction, Any, Outcome]:
    """A PFX file is imported by a job: a session over NTLM has no key of DPAPI to protect it with."""
    if any(change.path.startswith("certificate/My/") for change in told):
        script = _script(host, order, pools, *_CHANGING, record=job_folder(order.run))
        result = yield from run_job(host, order.run, script, secrets=_secrets(host), minutes=_MINUTES)
        ended = failed(result) if result.failed else Outcome("changed", changes=changes(result.steps))
    else:
        script = _script(host, order, pools, *_CHANGING)
        ended = yield from carry_out(host, Run(script, secrets=_secrets(host)), order.run, "provisioned")
    if ended.status != "changed":
        return ended
    return Outcome("changed", changes=ended.changes or told, warnings=(*notes, *ended.warnings))


def _script(
    host: Host, order: KeysOrder, pools: Sequence[str], *phases: str, planning: bool = False, record: str | None = None
) -> Script:
    files = {pfx: order.files[pfx] for pfx in _pfx_files(host) if pfx in order.files}
    context = keys_context(host, order.run, pools=pools, files=files, planning=planning)
    return render_script("keys", phases, context, record=record)


def _certificates(host: Host) -> Iterator[KeyCertificate]:
    return (t.data_protection.certificate for t in host.targets if t.data_protection.certificate)


def _pfx_files(host: Host) -> Iterator[Path]:
    return (certificate.pfx for certificate in _certificates(host) if certificate.pfx)


def _secrets(host: Host) -> dict[str, Secret]:
    return {one.password.name: one.password for one in _certificates(host) if one.password}


def _data(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"keys": {pool["name"]: pool["keys"] for pool in facts["pools"]}}
