"""What counts as a junction or link: attributes that no file of this computer can have are given to one."""

from pathlib import Path

from iisfleet import resources
from tests.rendering.engine import run_json

ASK = """
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$given = 'Normal', 'ReparsePoint', 'SparseFile, ReparsePoint'
$plain = @(foreach ($attributes in $given) {
    $item = Get-Item -LiteralPath $PSCommandPath
    $fact = [System.IO.FileAttributes] $attributes
    Add-Member -InputObject $item -NotePropertyName 'Attributes' -NotePropertyValue $fact -Force
    Test-ReparsePoint -Item $item
})
$link = New-Item -ItemType SymbolicLink -Path "$PSCommandPath.link" -Target $PSCommandPath
Add-Member -InputObject $link -NotePropertyName 'Attributes' -NotePropertyValue $fact -Force
ConvertTo-Json -InputObject @($plain + @(Test-ReparsePoint -Item $link)) -Compress
"""


def test_a_file_that_deduplication_has_taken_is_no_link(pwsh: str, tmp_path: Path) -> None:
    function = (resources.scripts() / "release" / "Test-ReparsePoint.ps1").read_text()

    assert run_json(pwsh, f"{function}\n{ASK}", tmp_path) == [False, True, False, True]
