"""The case files: what each host function must do, for every shell. README.md describes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from iisfleet.rendering import SecretReference

FOLDER = Path(__file__).parent
COMMITTED = ("Set-IisPool", "Set-IisSite", "Set-IisApplication", "Set-IisAuthentication")
Step = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Case:
    """One case. `changes` is None where the function fails."""

    topic: str
    function: str
    name: str
    given: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[Step, ...] = ()
    meanwhile: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    content: tuple[bytes, ...] = ()
    commit: bool = False
    changes: list[dict[str, Any]] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    warnings: str | None = None
    after: Mapping[str, Any] = field(default_factory=dict)
    fails: Mapping[str, str] | None = None
    check: str = "same"
    again: str = "ok"
    lasting: bool = True
    only: str | None = None

    @property
    def profile(self) -> str:
        return str(self.given.get("profile", "ready"))

    @property
    def steps(self) -> list[Step]:
        commit: list[Step] = [("Complete-IisChange", {})] if self.commit else []
        return [(self.function, self.parameters), *commit]

    def __str__(self) -> str:
        return f"{self.topic}/{self.function}: {self.name}"


class _Loader(yaml.SafeLoader):
    """`!secret name` stands for $Secrets['name']; `!bytes base64` is binary content."""


_Loader.add_constructor("!secret", lambda loader, node: SecretReference(loader.construct_scalar(node)))


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case below a folder, in the order of the files."""
    return [case for file in sorted(folder.glob("*/*.yml")) if file.parent.name != "qa" for case in _of_file(file)]


def _of_file(file: Path) -> Iterator[Case]:
    document = yaml.load(file.read_text("utf-8"), _Loader)
    function = document["function"]
    assert function == file.stem, f"{file.name} is about {function}"
    for entry in document["cases"]:
        yield _case(file.parent.name, function, dict(entry))


def _case(topic: str, function: str, entry: dict[str, Any]) -> Case:
    known = {"with": "parameters", "before": "before", "content": "content"}
    settings = {known.get(key, key): value for key, value in entry.items()}
    settings["before"] = tuple((step["step"], step.get("with", {})) for step in entry.get("before", ()))
    settings["content"] = tuple(_bytes(chunk) for chunk in entry.get("content", ()))
    settings.setdefault("commit", function in COMMITTED)
    assert ("fails" in settings) != ("changes" in settings), f"{function}: {entry['name']}: give changes or fails"
    return Case(topic=topic, function=function, **settings)


def _bytes(chunk: Any) -> bytes:
    return chunk if isinstance(chunk, bytes) else str(chunk).encode()
