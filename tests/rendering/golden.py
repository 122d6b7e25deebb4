"""The golden renderings: what the scripts of some declared hosts say, but for the source of the functions they bring.

``python -m tests.rendering.golden`` (``invoke dev.golden``) writes them anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from iisfleet.flows import (
    PackagesOrder,
    RestartOrder,
    SetupOrder,
    install_packages,
    prepare_setup,
    restart,
    scripts_of_deploy,
    scripts_of_setup,
)
from iisfleet.flows.guarding import guard_script
from iisfleet.flows.packages import Installer
from iisfleet.rendering import Script
from iisfleet.results import Change
from iisfleet.rollout.instructions import Flow, Run, Tell
from tests.declared import RUN, declared, releases_for
from tests.flows.host import ok, said

FOLDER = Path(__file__).parent / "golden"
HOSTS = ("simple", "full")
# A change in one function would otherwise rewrite every file.
_FUNCTIONS = re.compile(
    r"(?<=Handle = \$null \}\n).*?(?=^(?:# A job: |(?:\$Reverting = |try )\{))", re.MULTILINE | re.DOTALL
)
# Nor would a change in what the guard runs.
_GZIP = re.compile(r"(?<='Gzip' = ')[^']+")
_VERSION = re.compile(r"^# iisfleet \S+, ")


def scripts(name: str) -> list[Script]:
    host = declared(name)
    return scripts_of_deploy(host, RUN, releases_for(host))


def setup_scripts() -> dict[str, Script]:
    """By the name of its file: a setup of a server with DSC, and the job of a desktop without it."""
    host = declared("setup")
    order = SetupOrder(RUN, prepare_setup([host]))
    server = scripts_of_setup(host, order, "server")
    *_, desktop = scripts_of_setup(host, order, "desktop", dsc=False)
    return {**{script.name: script for script in server}, f"desktop-{desktop.name}": desktop}


def fitness_scripts() -> dict[str, Script]:
    """By the name of its file: the plan and the job of what restarts IIS, installs a bundle, repairs its module."""
    host, sha256 = declared("setup"), "5a" * 32
    shared = Installer(
        "hosting-bundle", "10.0.12", r"\\files\net\dotnet-hosting-10.0.12-win.exe", sha256, ("OPT_NO_X86=1",)
    )
    local = Installer("vc-redist", "14.40.33810", Path("vc_redist.x64.exe"), sha256)
    flows = {
        "install": install_packages(host, PackagesOrder(RUN, {host.name: (local, shared)})),
        "repair": install_packages(host, PackagesOrder(RUN, repair=True)),
        "iis": restart(host, RestartOrder(RUN)),
    }
    return {f"{name}-{script.name}": script for name, flow in flows.items() for script in _plan_and_job(flow)}


def _plan_and_job(flow: Flow) -> Iterator[Script]:
    """A host that is free, and lacks something."""
    change = Change("package/x", None, "1.0")
    free = [ok("Get-HostLock", {"lock": None, "unfinished": None}), ok("Get-HostJob", {"job": None})]
    asked = next(flow)
    assert isinstance(asked, Run)
    yield asked.script
    lacking = ok("Install-HostPackage", phase="publishing", changes=(change,))
    looked = said(*free, *[lacking] * max(1, asked.script.text.count("Invoke-Step 'Install-HostPackage'")))
    while not isinstance(asked, Tell):
        is_look = isinstance(asked, Run) and asked.what_if
        asked = flow.send(looked if is_look else said(ok("Start-HostJob")))
    assert asked.script
    yield asked.script


def without_functions(text: str) -> str:
    """A script as its golden file has it."""
    shortened, count = _FUNCTIONS.subn("\n# (the functions)\n\n", text)
    if count != 1:
        raise ValueError("the frame is not what this module takes it for")
    shortened = _GZIP.sub("THE GUARD", shortened).replace(guard_script().sha256, "SHA-256 OF THE GUARD")
    return _VERSION.sub("# iisfleet VERSION, ", shortened)


def golden_files() -> dict[Path, str]:
    """Every golden file and what it should say."""
    deploys = {f"{name}-{script.name}": script for name in HOSTS for script in scripts(name)}
    return {
        FOLDER / f"{name.replace('/', '-')}.ps1": without_functions(script.text)
        for name, script in {**deploys, **setup_scripts(), **fitness_scripts(), "guard": guard_script()}.items()
    }


def main() -> None:
    files = golden_files()
    for stale in set(FOLDER.glob("*.ps1")) - set(files):
        stale.unlink()
    for file, text in files.items():
        file.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(files)} files in {FOLDER}")


if __name__ == "__main__":
    main()
