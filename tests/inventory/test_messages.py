"""What is said of a wrong value in what a rollout, a guard and a publish are told: line, key, sentence, hint."""

from pathlib import Path

import pytest

from iisfleet.errors import ConfigError
from iisfleet.inventory import load_inventory

SITE = r"""
hosts:
  web01:
    connection: {auth: kerberos}
    HOST
    sites:
      S:
        path: C:\s
        bindings: [{port: 80}]
        SITE
"""
TOP = [
    ("rollout: []", "", "expects a mapping (key: value), found a list", None),
    ("rollout: {canary: true}", ".canary", "expects a number of hosts or a percentage, found 'true'", "2, or 25%"),
    ("rollout: {batches: 1.5}", ".batches", "expects a number of hosts or a percentage, found '1.5'", "2, or 25%"),
    ("rollout: {batches: 0%}", ".batches", "must be a whole number from 1% to 100%, found '0%'", "25%"),
    ("rollout: {max_failures: -1}", ".max_failures", "must be at least 0, found '-1'", None),
    ("rollout: {canaries: 1}", ".canaries", "is not a known key", "did you mean 'canary'?"),
    ("hooks: {before: x}", ".before", "is not a known key", "did you mean 'before_run'?"),
    (
        "hooks: {before_run: {command: x}}",
        ".before_run.command",
        "expects a list, found 'x'",
        "for example command: ['python', 'announce.py']",
    ),
]
OF_HOST = [
    ("guard: {deadline: 0}", ".deadline", "must be at least 30, found '0'", "for example deadline: 300"),
    ("guard: {deadline: on}", ".deadline", "expects a whole number, found 'on'", "for example deadline: 300"),
    ("guard: {enable: true}", ".enable", "is not a known key", "did you mean 'enabled'?"),
    ("drain: {connections: -1}", ".connections", "must be at least 1, found '-1'", "for example connections: 5"),
    ("drain: {flags: x}", ".flags", "is not a known key", "did you mean 'flag'?"),
]
OF_SITE = [
    ("publish: inplace", "", "must be 'switch' or 'in-place', found 'inplace'", "did you mean 'in-place'?"),
    ("undeclared: true", "", "must be 'exact' or 'merge', found 'true'", None),
    ("run_once: {command: x}", ".command", "expects a list, found 'x'", "for example command: "),
]


@pytest.mark.parametrize(("line", "below", "sentence", "hint"), [*TOP, *OF_HOST, *OF_SITE])
def test_a_wrong_value_is_told_with_its_place(
    tmp_path: Path, line: str, below: str, sentence: str, hint: str | None
) -> None:
    place, _, _ = line.partition(":")
    of_host, of_site = (any(line == one[0] for one in table) for table in (OF_HOST, OF_SITE))
    text = SITE.replace("HOST", line if of_host else "").replace("SITE", line if of_site else "")
    text = text if of_host or of_site else f"{line}{text}"
    key = {(True, False): "hosts.web01.", (False, True): "hosts.web01.sites.S."}.get((of_host, of_site), "")
    file = tmp_path / "staging.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load_inventory(file)

    (problem,) = caught.value.problems
    number = next(number for number, one in enumerate(text.splitlines(), 1) if line in one)
    assert (problem.file, problem.line, problem.key) == (file, number, f"{key}{place}{below}")
    assert problem.sentence == sentence
    assert (problem.hint or "").startswith(hint or "")
