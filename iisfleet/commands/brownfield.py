"""Hosts whose sites were made by hand: an inventory of what is there, and the adoption of it."""

import os
import shlex
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from iisfleet import flows
from iisfleet.commands.home import environment_words
from iisfleet.commands.preparing import Scope, load_packages, open_fleet, select_hosts
from iisfleet.commands.running import new_run, run_flows, was_ours_and_is_dead
from iisfleet.commands.writing import writing_to
from iisfleet.errors import ConfigError, ExitCode, UsageError
from iisfleet.inventory import Host, load_inventory
from iisfleet.inventory.imported import Head, Import, compose
from iisfleet.inventory.loading import SUFFIXES
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.rollout.instructions import Flow


def import_inventory(scope: Scope, sites: Sequence[str], out: Path | None) -> int:
    """Writes an inventory of what one host serves; never over a file."""
    declared = select_hosts(scope)
    if scope.limit is None or len(declared.hosts) != 1:
        names = ", ".join(host.name for host in declared.hosts)
        raise UsageError("name one host", hint=f"--host NAME; here are {names}")
    host = declared.hosts[0]
    file = out or scope.folder / f"{scope.env}-{host.name}.yml"
    _check_place(file)
    told: dict[str, Any] = {}

    def read(each: Host) -> Flow:
        outcome = yield from flows.read_sites(each, sites)
        told.update(outcome.data)
        return outcome

    code = run_flows(scope, open_fleet(scope), new_run("inventory.import"), read)
    if code != ExitCode.OK:
        return code
    made = compose(Head(host.name, host.connection, declared.lab, declared.production), told, _problem_of)
    with writing_to(file.parent):
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(made.text)
    _tell(made, file)
    return ExitCode.OK


def _check_place(file: Path) -> None:
    """Raises UsageError if no task would find the file as an inventory, or if it is there already."""
    other = "name another file with --out"
    if file.suffix not in SUFFIXES:
        raise UsageError(f"{file} is not the name of an inventory", hint="--out inventories/shop.yml is for --env shop")
    for each in map(file.with_suffix, SUFFIXES):
        if each.exists():
            raise UsageError(f"{each} is there already", hint=other)
    folder = file.parent
    if not folder.is_dir() and (folder.exists() or not folder.parent.is_dir()):
        raise UsageError(f"there is no folder {folder}", hint=f"make it, or {other}")


def adopt(scope: Scope, sites: Sequence[str], plan: bool) -> int:
    """Takes over sites that were made by hand; a plan shows what that means, and what a deploy would change."""
    declared = select_hosts(scope)
    known = {site.name for host in declared.hosts for site in host.sites}
    for name in sites:
        if name not in known:
            hint = did_you_mean(name, known) or f"here are {', '.join(sorted(known))}"
            raise UsageError(f"no site is called {name}", hint=hint)
    order = flows.AdoptOrder(
        new_run("adopt", plan),
        sites=frozenset(sites),
        plan=plan,
        packages=load_packages(declared, None, partly=True) if plan else {},
        is_dead=was_ours_and_is_dead,
    )
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.adopt(host, order))


def _problem_of(text: str) -> str | None:
    """What is wrong with the text of an inventory, in one line."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "imported.yml"
        file.write_text(text, encoding="utf-8")
        try:
            load_inventory(file)
        except ConfigError as error:
            return next(f"{p.key}: {p.sentence}" if p.key else p.sentence for p in error.problems)
    return None


def _tell(made: Import, file: Path) -> None:
    for sentence in made.left_out:
        print(f"  left out: {sentence}")
    missing = [name for name in made.secrets if name not in os.environ]
    if missing:
        print(f"  secrets that were not read; set these variables, or take their lines away: {', '.join(missing)}")
    words = environment_words(file.stem, file.parent)
    plan, adopted = (shlex.join(["invoke", *task]) for task in (["plan", *words], ["adopt", *words, "--plan"]))
    width = len(adopted) + 6
    print(f"Written: {file}")
    print(f"  {shlex.join(['invoke', 'inventory.check', *words])}")
    print(f"  {plan:<{width}}# nothing to do: it says what is there")
    print(f"  {adopted:<{width}}# nothing of it is touched before it is adopted")
