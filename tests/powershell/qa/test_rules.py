"""The rules of the host functions (docs: they run on Windows PowerShell 5.1 and 7), each as a test on the syntax tree.

A test gathers every violation, so that one run shows all of them.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from iisfleet import resources
from tests.powershell.qa.facts import known_commands, topic, where

Facts = list[dict[str, Any]]
COMMON = {"ErrorAction", "ErrorVariable", "WarningAction", "Verbose", "Debug", "OutVariable", "OutBuffer",
          "InformationAction", "PipelineVariable"}  # fmt: skip
SHOULD_PROCESS = {"WhatIf", "Confirm"}
# Get-Verb of Windows PowerShell 5.1.
VERBS = frozenset(
    re.findall(
        r"\w+",
        "Add Approve Assert Backup Block Checkpoint Clear Close Compare Complete Compress Confirm Connect Convert"
        " ConvertFrom ConvertTo Copy Debug Deny Disable Disconnect Dismount Edit Enable Enter Exit Expand Export"
        " Find Format Get Grant Group Hide Import Initialize Install Invoke Join Limit Lock Measure Merge Mount"
        " Move New Open Optimize Out Ping Pop Protect Publish Push Read Receive Redo Register Remove Rename Repair"
        " Request Reset Resize Resolve Restart Restore Resume Revoke Save Search Select Send Set Show Skip Split"
        " Start Step Stop Submit Suspend Switch Sync Test Trace Unblock Undo Uninstall Unlock Unprotect Unpublish"
        " Unregister Update Use Wait Watch Write",
    )
)
# Windows-only types: what the seam forbids outside scripts/seam.
WINDOWS_ONLY = re.compile(
    r"^(Microsoft\.Win32\.|Security\.AccessControl|System\.Security\.(AccessControl|Principal)\.|System\.ServiceProcess"
    r"|System\.DirectoryServices|System\.Management\.(?!Automation)|System\.Diagnostics\.Event"
    r"|System\.Security\.Cryptography\.(ProtectedData|X509Certificates\.X509Store))"
)
FORBIDDEN = {"Write-Host": "output goes through New-StepResult", "Invoke-Expression": "text is never run as code"}
MUTATING = {"Set-Acl", "Remove-Item", "New-Item", "Set-Content", "Add-Content", "Copy-Item", "Move-Item",
            "Rename-Item", "Set-ItemProperty", "New-ItemProperty", "Remove-ItemProperty", "Stop-Process",
            "Restart-Service", "Stop-Service", "Start-Service", "Out-File", "Expand-Archive"}  # fmt: skip
MUTATING_METHOD = re.compile(
    r"^\[System\.IO\.(File|Directory)\]\.(Delete|Move|Copy|Create|CreateDirectory|Replace|Write\w+|Append\w+|Set\w+)$"
    r"|\.CommitChanges$"
)


# They call our own functions by their names: the frame a step, Complete-IisChange the edits again.
DISPATCHERS = {"Invoke-Step", "Invoke-Phase", "Invoke-Native", "Invoke-IisEdit"}


def none(violations: list[str], remedy: str = "") -> None:
    """All of them in one message, one a line."""
    assert not violations, "\n".join([*violations, remedy])


def test_there_are_functions(facts: Facts) -> None:
    assert len(facts) > 50


def test_every_file_parses(facts: Facts) -> None:
    none([f"{f['file']}:{error}" for f in facts for error in f["errors"]])


def test_one_function_a_file_named_as_the_file(facts: Facts) -> None:
    wrong = [
        where(f, 1)
        for f in facts
        if [function["name"] for function in f["functions"]] != [Path(f["file"]).stem] or f["topLevel"] != 1
    ]

    none(wrong)


def test_approved_verb_and_a_noun(facts: Facts) -> None:
    names = [function["name"] for f in facts for function in f["functions"]]

    none([n for n in names if n.split("-")[0] not in VERBS or not re.fullmatch(r"\w+-[A-Z][A-Za-z0-9]+", n)])


@pytest.mark.parametrize("part", ["synopsis", "description", "examples", "outputs"])
def test_help_has_every_part(facts: Facts, part: str) -> None:
    none([where(f, 1) for f in facts for function in f["functions"] if not function[part]])


def test_help_describes_each_parameter_and_no_other(facts: Facts) -> None:
    wrong = [
        f"{function['name']}: {sorted(given ^ described) or function['emptyHelp']}"
        for f in facts
        for function in f["functions"]
        if (given := {p["name"].upper() for p in function["parameters"]})
        != (described := {name.upper() for name in function["helpParameters"]})
        or function["emptyHelp"]
    ]

    none(wrong)


def test_advanced_with_output_type_and_typed_parameters(facts: Facts) -> None:
    wrong = [
        function["name"]
        for f in facts
        for function in f["functions"]
        if not (
            function["isAdvanced"] and function["hasOutputType"] and all(p["hasType"] for p in function["parameters"])
        )
    ]

    none(wrong)


def test_ascii_and_short_lines_without_tabs(facts: Facts) -> None:
    wrong = []
    for f in facts:
        for number, line in enumerate(Path(f["file"]).read_bytes().split(b"\n"), 1):
            if len(line) > 115 or line != line.rstrip() or b"\t" in line or not line.isascii():
                wrong.append(where(f, number))

    none(wrong)


def test_nothing_that_only_powershell_7_understands(facts: Facts) -> None:
    none([f"{where(f, m['line'])}: {m['text']}" for f in facts for m in f["modern"]])


def test_only_commands_and_parameters_of_5_1_or_of_our_own(facts: Facts) -> None:
    table = {name: {*parameters, *COMMON} for name, parameters in known_commands().items()}
    for function in (function for f in facts for function in f["functions"]):
        extra = SHOULD_PROCESS if function["shouldProcess"] else set()
        table[function["name"]] = {p["name"] for p in function["parameters"]} | COMMON | extra
    wrong = []
    for f in facts:
        for call in (c for c in f["commands"] if c["name"] is not None):
            known = table.get(call["name"])
            unknown = None if known is None else [p for p in call["parameters"] if p not in known]
            if known is None or unknown:
                wrong.append(f"{where(f, call['line'])}: {call['name']} {unknown or 'is not there (or an alias)'}")

    none(wrong, "python -m tests.powershell.qa.make_commands adds what 5.1 has")


def test_functions_of_modules_are_told_what_to_do_on_an_error(facts: Facts) -> None:
    """ScheduledTasks is made of functions: they do not see the caller's preference and would go on after an error."""
    wrong = [
        f"{where(f, call['line'])}: {call['text'][:80]}"
        for f in facts
        for call in f["commands"]
        if re.fullmatch(r"\w+-ScheduledTask(Info)?", call["name"] or "") and "ErrorAction" not in call["parameters"]
    ]

    none(wrong, "-ErrorAction Stop")


def test_no_positional_arguments(facts: Facts) -> None:
    wrong = [
        f"{where(f, call['line'])}: {call['text'][:80]}"
        for f in facts
        for call in f["commands"]
        if call["positional"] and call["name"] is not None
    ]

    none(wrong)


def test_no_windows_only_types_outside_the_seam(facts: Facts) -> None:
    wrong = [
        f"{where(f, t['line'])}: {t['name']}"
        for f in facts
        if topic(f) != "seam"
        for t in f["types"]
        if WINDOWS_ONLY.match(t["name"])
    ]

    none(wrong)


def test_native_programs_only_through_invoke_native(facts: Facts) -> None:
    """What is called by a variable is a script block that the function was given; the frame alone calls by name."""
    wrong = []
    for f in facts:
        blocks = {
            f"${p['name']}" for function in f["functions"] for p in function["parameters"] if p["type"] == "ScriptBlock"
        }
        for call in f["commands"]:
            is_block = call["dynamic"] in blocks or (call["dynamic"] or "").startswith("{")
            if (call["name"] or "").lower().endswith(".exe") or (
                call["dynamic"] and not is_block and call["function"] not in DISPATCHERS
            ):
                wrong.append(f"{where(f, call['line'])}: {call['text'][:80]}")

    none(wrong)


def test_what_a_program_says_on_standard_error_ends_nothing() -> None:
    """Where it is redirected, Windows PowerShell throws its first line, if the preference is Stop."""
    calm = ("$ErrorActionPreference = 'Continue'", "-ErrorAction Continue")
    bad = [
        file.name
        for file in resources.scripts().rglob("*.ps1")
        if "2>&1" in (text := file.read_text()) and not any(word in text.partition("2>&1")[0] for word in calm)
    ]

    assert not bad


def test_nothing_forbidden(facts: Facts) -> None:
    wrong = [
        f"{where(f, call['line'])}: {call['name']}: {FORBIDDEN.get(call['name'], 'no formatting in a function')}"
        for f in facts
        for call in f["commands"]
        if call["name"] in FORBIDDEN or (call["name"] or "").startswith("Format-")
    ]

    none(wrong)


def test_no_empty_catch_and_no_success_variable(facts: Facts) -> None:
    empty = [where(f, line) for f in facts for line in f["emptyCatches"]]
    success = [where(f, v["line"]) for f in facts for v in f["variables"] if v["name"] == "?"]

    assert (empty, success) == ([], [])


def test_what_changes_the_host_asks_should_process(facts: Facts) -> None:
    wrong = []
    for f in facts:
        mutating = [c["name"] for c in f["commands"] if c["name"] in MUTATING]
        mutating += [m["name"] for m in f["methods"] if MUTATING_METHOD.search(f"{m['target']}.{m['name']}")]
        asks = any(m["name"] == "ShouldProcess" for m in f["methods"])
        declares = all(function["shouldProcess"] for function in f["functions"])
        if (mutating and not asks) or (asks and not declares):
            wrong.append(f"{where(f, 1)}: {mutating}, asks: {asks}, declares: {declares}")

    none(wrong)


def test_nothing_is_never_a_value_of_a_table(facts: Facts) -> None:
    """A function that returned nothing leaves {} in the JSON of 5.1 (null in that of 7.5 and later): test it first."""
    silent = {
        function["name"]
        for f in facts
        for function in f["functions"]
        if re.search(r"\bnothing\b", f"{function['synopsis']} {function['description']}")
    }

    none([f"{where(f, c['line'])}: {c['name']}" for f in facts for c in f["tableCalls"] if c["name"] in silent])


def test_secrets_never_on_a_command_line(facts: Facts) -> None:
    calls = [(f, c) for f in facts for c in f["commands"] if c["name"] == "Invoke-Native"]

    none([where(f, c["line"]) for f, c in calls if re.search(r"password|secret", c["text"], re.IGNORECASE)])


def test_every_function_with_a_step_has_a_case_file(facts: Facts) -> None:
    """A function that returns a result is a step, and a step has cases."""
    folder = Path(__file__).parents[1]
    steps = [
        Path(f["file"])
        for f in facts
        if topic(f) != "frame" and any(c["name"] == "New-StepResult" for c in f["commands"])
    ]

    none([s.stem for s in steps if not (folder / s.parent.name / f"{s.stem}.yml").exists()])


def test_templates_and_scripts_are_what_the_resources_say() -> None:
    assert all(file.suffix == ".ps1" for file in resources.scripts().rglob("*") if file.is_file())
