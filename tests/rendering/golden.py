"""The golden renderings: what the scripts of some declared hosts say, but for the source of the functions they bring.

``python -m tests.rendering.golden`` (``invoke dev.golden``) writes them anew.
"""

import re
from pathlib import Path

from iisfleet.flows import SetupOrder, prepare_setup, scripts_of_deploy, scripts_of_setup
from iisfleet.rendering import Script
from tests.declared import RUN, declared, releases_for

FOLDER = Path(__file__).parent / "golden"
HOSTS = ("simple", "full")
# A change in one function would otherwise rewrite every file.
_FUNCTIONS = re.compile(
    r"(?<=Handle = \$null \}\n).*?(?=^(?:# A job: |(?:\$Reverting = |try )\{))", re.MULTILINE | re.DOTALL
)
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


def without_functions(text: str) -> str:
    """A script as its golden file has it."""
    shortened, count = _FUNCTIONS.subn("\n# (the functions)\n\n", text)
    if count != 1:
        raise ValueError("the frame is not what this module takes it for")
    return _VERSION.sub("# iisfleet VERSION, ", shortened)


def golden_files() -> dict[Path, str]:
    """Every golden file and what it should say."""
    deploys = {f"{name}-{script.name}": script for name in HOSTS for script in scripts(name)}
    return {
        FOLDER / f"{name.replace('/', '-')}.ps1": without_functions(script.text)
        for name, script in {**deploys, **setup_scripts()}.items()
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
