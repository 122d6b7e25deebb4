"""What the documents say is there: links, tasks, commands, options, faults, exit codes."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from invoke import Task
from invoke.parser import Argument

from iisfleet.cli import load_tasks
from iisfleet.errors import ExitCode
from winlab.faults import FAULTS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "tests").rglob("README.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
_LINK = re.compile(r"\]\(([^)\s#]+)[^)]*\)")
_COMMAND = re.compile(r"\b(?:invoke|iisfleet) ([a-z][a-z.-]*)((?: +--[a-z0-9-]+(?:[ =][^-`|#;&\s]\S*)?)*)")
# What the words `invoke` and `iisfleet` are followed by in sentences.
_ONE_LINE_CODE = re.compile(r"`([^`\n]+)`|^ {4}(\S.*)$", re.MULTILINE)


def names(documents: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in documents]


@pytest.fixture(scope="module")
def tasks() -> ModuleType:
    return load_tasks()


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in _LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_document_is_found_from_the_readme() -> None:
    found, new = set[Path](), [ROOT / "README.md"]
    while new:
        document = new.pop()
        found.add(document)
        links = _LINK.findall(document.read_text(encoding="utf-8"))
        targets = {(document.parent / link).resolve() for link in links if link.endswith(".md") and "://" not in link}
        new += targets - found

    assert sorted(set(DOCUMENTS) - found - set((ROOT / "tests" / "fixtures").rglob("*.md"))) == []


def test_the_table_of_tasks_is_complete(tasks: ModuleType) -> None:
    table = re.findall(r"^\| `([a-z.-]+)` \|", README.split("## Tasks")[1].split("##")[0], re.MULTILINE)

    assert table == list(dict.fromkeys(table))
    assert set(table) == set(tasks.namespace.task_names)


@pytest.mark.parametrize("document", DOCUMENTS, ids=names(DOCUMENTS))
def test_commands_are_real(document: Path, tasks: ModuleType) -> None:
    wrong = []
    for line in _code(document.read_text(encoding="utf-8")):
        for name, options in _COMMAND.findall(line):
            known = options_of(tasks, name)
            wrong += [line for option in re.findall(r"--[a-z0-9-]+", options) if option not in known]
            wrong += [line] if known == set() else []

    assert wrong == []


def test_the_readme_begins_with_the_two_commands() -> None:
    commands = [line.strip() for line in README.splitlines() if line.startswith("    python -m pip")]

    assert commands == [
        "python -m pip install -e '.[dev]' && invoke deploy --env lab",
        "python -m pip install -e '.[dev]' && invoke test",
    ]


def test_every_example_in_the_help_of_a_task_is_a_real_command(tasks: ModuleType) -> None:
    for name in tasks.namespace.task_names:
        examples = _COMMAND.findall(tasks.namespace[name].__doc__ or "")
        for task, options in examples:
            assert set(re.findall(r"--[a-z0-9-]+", options)) <= options_of(tasks, task), f"help of {name}"


def test_every_fault_and_its_options_stand_in_the_lab_document() -> None:
    text = (ROOT / "docs" / "lab.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \|(.*)\|$", text.split("## Faults")[1], re.MULTILINE))

    assert set(rows) == set(FAULTS)
    # `healthy` is what the lab itself notes: the content that was live.
    missing = [(f.name, o) for f in FAULTS.values() for o in f.options if f"`{o}`" not in rows[f.name]]
    assert [(fault, option) for fault, option in missing if option != "healthy"] == []


def test_every_exit_code_has_its_row() -> None:
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| (\d) \|", text, re.MULTILINE) == [str(int(code)) for code in ExitCode]


def test_the_inventory_of_the_readme_is_one(tmp_path: Path) -> None:
    from iisfleet.inventory import load_inventory

    file = tmp_path / "staging.yml"
    file.write_text(README.split("```yaml\n")[1].split("```")[0], encoding="utf-8")

    inventory = load_inventory(file)

    assert [host.name for host in inventory.hosts] == ["web01", "web02"]
    assert [site.name for site in inventory.hosts[0].sites] == ["Shop"]


def _code(text: str) -> Iterator[str]:
    for inline, line in _ONE_LINE_CODE.findall(text):
        yield inline or line


def options_of(tasks: ModuleType, name: str) -> set[str]:
    """The options of a task, --help included; none for what is no task."""
    if name not in tasks.namespace.task_names:
        return set()
    task: Task[object] = tasks.namespace[name]
    arguments: list[Argument] = task.get_arguments()
    return {"--help", *(f"--{word.replace('_', '-')}" for argument in arguments for word in argument.names)}
