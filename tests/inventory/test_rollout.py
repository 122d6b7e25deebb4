"""Who goes first, how many at a time, when to stop; and the hooks of a run."""

from typing import Any

import pytest

from iisfleet.inventory import Hook, Rollout
from tests.inventory.conftest import Find, Load

HOSTS = "\nhosts: {web01: {groups: [web]}, web02: {}}\ngroups: {web: {}}\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("{canary: 1, batches: 2, wait: 60}", {"canary": 1, "batches": 2, "wait": 60}),
        ("{canary: 10%, batches: [1, 50%]}", {"canary": "10%", "batches": (1, "50%")}),
        ("{canary: [WEB01], batches: [[web], ['web0*']]}", {"canary": ("WEB01",), "batches": (("web",), ("web0*",))}),
        (
            "{max_failures: 10%, on_failure: revert-all, barrier: true}",
            {"max_failures": "10%", "on_failure": "revert-all", "barrier": True},
        ),
        ("{max_failures: 0, canary: null}", {"max_failures": 0}),
    ],
)
def test_rollouts(load: Load, said: str, expected: dict[str, Any]) -> None:
    assert load(f"rollout: {said}{HOSTS}").rollout == Rollout(**expected)


def test_without_one_all_hosts_go_at_once_and_one_failure_stops_what_follows(load: Load) -> None:
    assert load(HOSTS).rollout == Rollout(canary=None, batches=None, wait=0, max_failures=0, on_failure="stop")


@pytest.mark.parametrize(
    ("line", "key", "sentence"),
    [
        ("rollout: 5", "rollout", "expects a mapping (key: value), found '5'"),
        ("rollout: {canry: 1}", "rollout.canry", "is not a known key"),
        ("rollout: {canary: 0}", "rollout.canary", "must be at least 1, found '0'"),
        ("rollout: {canary: 0%}", "rollout.canary", "must be a whole number from 1% to 100%, found '0%'"),
        ("rollout: {canary: true}", "rollout.canary", "expects a number of hosts or a percentage"),
        ("rollout: {canary: [web09]}", "rollout.canary[0]", "no host and no group is called 'web09'"),
        ("rollout: {canary: []}", "rollout.canary", "expects a number of hosts, a percentage, or a list"),
        ("rollout: {batches: [1, [web01]]}", "rollout.batches", "expects amounts, or lists of hosts and groups"),
        ("rollout: {batches: [[web01], [wbe]]}", "rollout.batches[1][0]", "no host and no group is called 'wbe'"),
        ("rollout: {max_failures: -1}", "rollout.max_failures", "must be at least 0, found '-1'"),
        ("rollout: {max_failures: 101%}", "rollout.max_failures", "must be a whole number from 1% to 100%"),
        ("rollout: {wait: -1}", "rollout.wait", "must be at least 0, found '-1'"),
        ("rollout: {on_failure: revert}", "rollout.on_failure", "must be 'stop', 'revert-batch' or 'revert-all'"),
        ("hooks: {before: {command: [a]}}", "hooks.before", "is not a known key"),
        ("hooks: {before_run: {}}", "hooks.before_run.command", "is missing"),
        ("hooks: {before_run: {command: []}}", "hooks.before_run.command", "may not be empty"),
        ("hooks: {before_run: {command: ['']}}", "hooks.before_run.command[0]", "may not be empty"),
        ("hooks: {before_run: {command: deploy.sh}}", "hooks.before_run.command", "expects a list"),
        (
            "hooks: {before_run: {command: [a, !secret env:A]}}",
            "hooks.before_run.command[1]",
            "expects text, found a s",
        ),
        ("hooks: {after_run: {command: [a], timeout: 0}}", "hooks.after_run.timeout", "must be at least 1, found '0'"),
    ],
)
def test_what_cannot_be(find: Find, line: str, key: str, sentence: str) -> None:
    (problem,) = find(line + HOSTS)

    assert (problem.key, problem.line) == (key, 1)
    assert problem.sentence.startswith(sentence)


def test_hooks(load: Load) -> None:
    hooks = load(f"hooks: {{after_host: {{command: [python, say.py]}}}}{HOSTS}").hooks

    assert hooks.after_host == Hook(command=("python", "say.py"), timeout=300)
    assert hooks.before_run is None
