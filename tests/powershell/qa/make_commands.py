"""Writes commands-5.1.json: what a real Windows PowerShell 5.1 has, of the commands that scripts/ call.

    python -m tests.powershell.qa.make_commands

Source: ../shared/reference/windows-powershell-5.1-commands.json (a Windows 10 client). Run it when a script calls a
command that is not in the table; a command that 5.1 does not have is left out, and the test then says so.
"""

import json
from pathlib import Path

from iisfleet import resources
from tests.conftest import NO_ENGINE, find_pwsh
from tests.powershell.qa.facts import TABLE, analyse

SOURCE = resources.data_root().parent / "shared" / "reference" / "windows-powershell-5.1-commands.json"
# Parameters that the file system's provider adds (learn.microsoft.com: about_FileSystem_Provider, 5.1).
DYNAMIC = {
    "Get-ChildItem": ["Attributes", "Directory", "File", "Hidden", "ReadOnly", "System"],
    "Get-Content": ["Delimiter", "Encoding", "Raw", "Stream", "Wait"],
    "Set-Content": ["Encoding", "NoNewline", "Stream"],
    "Add-Content": ["Encoding", "NoNewline", "Stream"],
    "Test-Path": ["NewerThan", "OlderThan"],
}
# Windows Server has more than the client that was asked (learn.microsoft.com: module ServerManager, Server 2016).
SERVER = {
    "Get-WindowsFeature": ["ComputerName", "Credential", "LogPath", "Name", "Vhd"],
    "Install-WindowsFeature": [
        "ComputerName", "ConfigurationFilePath", "Confirm", "Credential", "IncludeAllSubFeature",
        "IncludeManagementTools", "LogPath", "Name", "Restart", "Source", "Vhd", "WhatIf",
    ],
}  # fmt: skip


def main() -> None:
    engine = find_pwsh()
    if engine is None:
        raise SystemExit(NO_ENGINE)
    used = {call["name"] for fact in analyse(engine, resources.scripts()) for call in fact["commands"] if call["name"]}
    write(used, SOURCE)


def write(used: set[str], source: Path) -> None:
    modules = {**json.loads(source.read_text("utf-8"))["modules"], "ServerManager": SERVER}
    table = {}
    for commands in modules.values():
        for name, parameters in commands.items():
            if name in used:
                table[name] = sorted({*parameters, *DYNAMIC.get(name, [])})
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(table[name])}" for name in sorted(table))
    TABLE.write_text(f"{{\n{lines}\n}}\n", "utf-8")


if __name__ == "__main__":
    main()
