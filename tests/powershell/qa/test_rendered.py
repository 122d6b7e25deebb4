"""Every call in every rendered script binds to its function: known parameters, none missing, values of the set."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from iisfleet import resources
from iisfleet.flows.cache import ScheduleOrder, scheduled_script
from iisfleet.flows.jobs import job_folder
from iisfleet.inventory import Host, load_inventory
from iisfleet.rendering import Script, SecretReference, render_script
from iisfleet.rendering.deployment import (
    Release,
    RunInfo,
    Shipment,
    deploy_context,
    lock_parameters,
    shard_parameters,
    target_parameters,
)
from iisfleet.rendering.functions import FRAME
from iisfleet.rendering.provisioning import keys_context
from tests.declared import declared
from tests.powershell.qa.facts import analyse

RECORDING = {"Enter-HostJob", "Write-HostJobLine", "Exit-HostJob"}  # by the frame of a job
ALL = ["starting", "updating", "publishing", "verifying", "finishing", "reverting"]
RUN = RunInfo("20260101-000000-abcd", "o'brien", "controller", 1)


def scripts_of(host: Host) -> Iterator[Script]:
    """One of each playbook."""
    digest = "0" * 64
    shipment = Shipment("1.0.0-base", ("gone.dll",), digest, 100, inline=True)
    releases = [Release(t, "1.0.1-x", digest, 64, shipment=shipment) for t in host.targets]
    yield render_script("deploy", ALL, deploy_context(host, releases, RUN))
    yield render_script("deploy", ALL, deploy_context(host, releases, RUN, planning=True))
    yield render_script("status", ["starting"], {"targets": host.targets, "sites": host.sites})
    yield render_script("history", ["starting"], {"targets": host.targets, "last": 5})
    yield render_script("recover", ["updating"], {"lock": lock_parameters(RUN), "run": RUN.id})
    yield from scripts_of_jobs(RUN)
    yield from scripts_of_caches(host)
    yield from scripts_of_packages(RUN)
    yield from scripts_of_restarts(RUN)
    yield from scripts_of_keys()
    for release in releases[:1]:
        yield render_script("manifest", ["starting"], {"folder": release.target.folder, "release": "1.0.0-base"})
        context = {"target": target_parameters(release, RUN), "shard": shard_parameters(release, 0, 100, digest)}
        yield render_script("upload", ["updating"], context)


def scripts_of_caches(host: Host) -> Iterator[Script]:
    """What clears caches, now and by the host itself, and what makes and removes its task."""
    order = ScheduleOrder(RUN, days=("sunday",), accounts=("all",))
    yield scheduled_script(host, order)
    lock = lock_parameters(RUN)
    for schedule in ({"At": "03:00", "Days": ["sunday"], "Sha256": "0" * 64}, {"Remove": True}):
        yield render_script("cache-schedule", ALL, {"run": RUN.id, "lock": lock, "schedule": schedule})


def scripts_of_keys() -> Iterator[Script]:
    """What gives keys each place that there is, on a host that has the pools."""
    host = declared("keys")
    files = {pfx: "0" * 64 for t in host.targets if (c := t.data_protection.certificate) and (pfx := c.pfx)}
    pools = [target.pool.name for target in host.targets]
    yield render_script("keys", ALL, keys_context(host, RUN, pools=pools, files=files))
    releases = [Release(t, "1.0.1-x", "0" * 64, 64) for t in host.targets]
    yield render_script("deploy", ALL, deploy_context(host, releases, RUN))


def scripts_of_packages(run: RunInfo) -> Iterator[Script]:
    """What installs, and what repairs."""
    named: dict[str, Any] = {"Kind": "hosting-bundle", "Version": "10.0.12", "Options": ("OPT_NO_X86=1",)}
    package = named | {"File": r"C:\a.exe", "Sha256": "0" * 64, "TimeoutMinutes": 30, "Remove": True}
    repair = {"Version": None, "File": None, "Sha256": None, "All": False, "TimeoutMinutes": 30}
    context: dict[str, Any] = {"run": run.id, "lock": lock_parameters(run), "restart_timeout": 120}
    context["drain"] = {"flag": r"C:\shop\health.htm", "wait": 30}
    context |= {"uploads": ["0" * 64 + ".exe"], "packages": [package], "verified": [named], "repair": repair}
    yield render_script("packages", ALL, context | {"entries": [{"event": "installed", "run": run.id}]})


def scripts_of_restarts(run: RunInfo) -> Iterator[Script]:
    """A restart of IIS, of a host, and a switch of a pool."""
    context: dict[str, Any] = {"run": run.id, "lock": lock_parameters(run), "timeout": 120}
    context["drain"] = {"flag": r"C:\shop\health.htm", "wait": 30}
    yield render_script("restart", ALL, context | {"reboot": False}, record=job_folder(run))
    yield render_script("restart", ["starting", "updating", "publishing"], context | {"reboot": True})
    yield render_script("resume", ALL, context)
    yield render_script("switch", ALL, context | {"kind": "pool", "item": "O'Shop", "action": "recycle"})


def scripts_of_jobs(run: RunInfo) -> Iterator[Script]:
    """What starts, follows and ends a job, and what a job itself is."""
    job: dict[str, Any] = {"Id": run.id, "Run": run.id, "Task": "restart", "Who": run.who, "Controller": run.controller}
    job |= {"Sha256": "0" * 64, "Secrets": {"x": SecretReference("x")}, "TimeoutMinutes": 60}
    yield render_script("job-start", ["updating"], {"job": job})
    yield render_script("job-poll", ["starting", "finishing"], {"id": run.id, "offset": 0, "wait": 10, "keep": 5})
    yield render_script("job-resume", ["updating"], {"id": run.id})
    yield render_script("reboot", ["starting", "publishing"], {"run": run.id})
    recovering = {"lock": lock_parameters(run), "run": run.id}
    yield render_script("recover", ["updating"], recovering, record=job_folder(run))
    yield render_script("recover", ["updating"], recovering, record=job_folder(run), recurring=True)


@pytest.fixture(scope="module")
def rendered(pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the parser says of the scripts of all example inventories."""
    folder: Path = tmp_path_factory.mktemp("rendered")
    hosts = [host for file in sorted(resources.inventories().glob("*.yml")) for host in load_inventory(file).hosts]
    texts = {script.text for host in hosts for script in scripts_of(host)}
    for number, text in enumerate(sorted(texts)):
        (folder / f"{number}.ps1").write_text(text, "utf-8")
    return analyse(pwsh, folder, brief=True)


def test_rendered_scripts_parse_and_use_nothing_of_powershell_7(rendered: list[dict[str, Any]]) -> None:
    assert rendered
    assert [error for fact in rendered for error in fact["errors"]] == []
    assert [place for fact in rendered for place in fact["modern"]] == []


def test_each_call_binds_to_its_function(rendered: list[dict[str, Any]], facts: list[dict[str, Any]]) -> None:
    functions = {f["name"]: {p["name"]: p for p in f["parameters"]} for fact in facts for f in fact["functions"]}
    wrong = [
        f"{call['step']}: {complaint}"
        for fact in rendered
        for call in fact["steps"]
        for complaint in complaints(call, functions.get(call["step"]))
    ]

    assert not wrong, "\n".join(sorted(set(wrong)))


def complaints(call: dict[str, Any], parameters: dict[str, Any] | None) -> Iterator[str]:
    if parameters is None:
        yield "no such function"
        return
    given = call["parameters"]
    for name in sorted(given.keys() - parameters.keys()):
        yield f"has no parameter {name}"
    for name, parameter in parameters.items():
        if parameter["mandatory"] and name not in given:
            yield f"the mandatory parameter {name} is missing"
        value = given.get(name)
        if parameter["set"] and value is not None and value not in parameter["set"]:
            yield f"{name} = {value!r} is none of {parameter['set']}"


def test_every_step_is_used_by_a_playbook_or_is_for_people(
    rendered: list[dict[str, Any]], facts: list[dict[str, Any]]
) -> None:
    """A function that no playbook calls, directly or through others, is dead."""
    called = {*FRAME, *RECORDING, *(c["name"] for fact in facts for c in fact["commands"])}
    called |= {call["step"] for fact in rendered for call in fact["steps"]}

    assert [f["name"] for fact in facts for f in fact["functions"] if f["name"] not in called] == []
