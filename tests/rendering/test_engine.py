"""What the real engine makes of literals and of whole scripts."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from iisfleet.rendering import Script, render_script, to_literal
from tests.declared import RUN, declared
from tests.rendering.engine import run_json
from tests.rendering.golden import HOSTS, scripts, setup_scripts
from tests.rendering.test_literals import values

CHOSEN: list[Any] = [
    [[]], [[1]],
    [[1], [2]], [[[1]], []], [[[[]]]], [], {}, [{}], [[{}]], {"a": []}, {"a": [[]]}, {"a": [1]}, [None], None,
    -(2**63), 2**63 - 1, 2**31, -(2**31), 4294967296, -1, [-(2**63)], {"n": -(2**63)},
    -0.0, 0.0, 1.0, 1e-07, 5e-324, 1.7976931348623157e308, 0.1, -2.5, 1e16, 1e22, 123456789.125,
    True, False, [True, False],
    "'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\"`", "$HOME $(1) ${x} @{a=1} @'\n'@ `n",
    "\r\n", "a\nb\rc", "\t", "😀é漢",
    "<# no comment #>", "# no comment",
    "{{ no template }} {# #} {##", "%TEMP% ; } )", " ", "", "\u200b\ufeff\u2028",
    {"It's": "'", "$x": "y", "a b": {"c": {"d": ["e"]}}, "\u2019": "\u2018"},
]  # fmt: skip
_BACK = "ConvertTo-Json -Compress -Depth 50 -InputObject {}\n"
_PARSE = r"""
param([string] $Folder)
$problems = @(foreach ($file in (Get-ChildItem -LiteralPath $Folder -Filter '*.ps1')) {
    $tokens = $errors = $null
    $null = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $tokens, [ref] $errors)
    foreach ($one in $errors) { "$($file.Name):$($one.Extent.StartLineNumber): $($one.Message)" }
})
ConvertTo-Json -Compress -InputObject $problems
"""


def test_chosen_values_survive(pwsh: str, tmp_path: Path) -> None:
    back = run_json(pwsh, _BACK.format(to_literal(CHOSEN)), tmp_path)

    assert _sorted(back) == _sorted(CHOSEN)


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # every example is a process
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(drawn=st.lists(values, min_size=40, max_size=60))
def test_any_value_survives(pwsh: str, tmp_path: Path, drawn: list[Any]) -> None:
    back = run_json(pwsh, _BACK.format(to_literal(drawn)), tmp_path)

    for sent, received in zip(drawn, back, strict=True):
        assert _sorted(received) == _sorted(sent)


def _sorted(value: Any) -> Any:
    """With the keys of mappings in order (a hashtable has none), and 1.0 told from 1."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else repr(value)


def test_every_script_parses(pwsh: str, tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    folder.mkdir()
    for number, script in enumerate(every_script()):
        (folder / f"{number}.ps1").write_text(script.text, encoding="utf-8-sig", newline="")

    assert run_json(pwsh, _PARSE, tmp_path, str(folder)) == []


def every_script() -> list[Script]:
    """All that a run can send: the deploys of the golden hosts, and what is asked and mended besides."""
    host = declared("full")
    target = {"folder": r"C:\x", "pool": host.sites[0].pool, "account": None}
    shard = {"File": r"C:\x\incoming\a.zip", "Offset": 0, "Length": 1, "Sha256": "0" * 64}
    lock = {"Run": RUN.id, "Who": "x", "Controller": "y", "ProcessId": 1, "Why": "z", "Supersedes": None}
    return [
        *(script for name in HOSTS for script in scripts(name)),
        *setup_scripts().values(),
        render_script("status", ["starting"], {"targets": host.targets, "sites": host.sites}),
        render_script("history", ["starting"], {"targets": host.targets, "last": 20}),
        render_script("manifest", ["starting"], {"folder": r"C:\x", "release": "1"}),
        render_script("recover", ["updating"], {"lock": lock, "run": RUN.id}),
        render_script("upload", ["updating"], {"target": target, "shard": shard}),
    ]


def test_what_a_script_leaves_out_is_told_by_its_last_line(pwsh: str, tmp_path: Path) -> None:
    """The whole frame on the engine: on a system without Windows the first step fails, and the script ends well."""
    plan, *_ = scripts("simple")

    assert run_json(pwsh, plan.text, tmp_path) == {"end": True, "status": "failed"}
