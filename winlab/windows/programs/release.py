r"""A program of a release, such as one that migrates a database. A file of the lab stands for one:

    winlab-program {"output": "migrated", "code": 0, "seconds": 0, "appends": {"C:\\data\\db.txt": "v2\n"}}

It is found by its name in the folder that it runs in, also as an argument of dotnet.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from winlab.windows.errors import NotFound

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

_HEAD = b"winlab-program "


def run(machine: "Machine", program: str, arguments: Sequence[str], folder: str, seconds: float) -> dict[str, Any]:
    """code (None: not ended within ``seconds``), output, and the seconds that it took. Raises NotFound."""
    says = _find(machine, program, arguments, folder)
    taken = float(says.get("seconds", 0))
    if taken > seconds:
        return {"code": None, "output": str(says.get("output", "")), "seconds": seconds}
    for path, text in says.get("appends", {}).items():
        before = machine.fs.read(path) if machine.fs.exists(path) else b""
        machine.fs.write(path, before + text.encode())
    return {"code": int(says.get("code", 0)), "output": str(says.get("output", "")), "seconds": taken}


def _find(machine: "Machine", program: str, arguments: Sequence[str], folder: str) -> Mapping[str, Any]:
    named = [program if ":" in program else rf"{folder}\{program}"]
    if program.lower().removesuffix(".exe") == "dotnet":
        named += [rf"{folder}\{argument}" for argument in arguments[:1]]
    for path in named:
        content = machine.fs.read(path) if machine.fs.exists(path) and not machine.fs.is_folder(path) else b""
        if content.startswith(_HEAD):
            says: Mapping[str, Any] = json.loads(content[len(_HEAD) :])
            return says
    raise NotFound(f"An error occurred trying to start process '{program}': The system cannot find the file specified.")
