"""A host is put back because others have failed: to what it served before, or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from iisfleet import flows
from iisfleet.events import HostFinished
from iisfleet.results import Change
from iisfleet.rollout.instructions import Run
from tests.declared import RUN, declared
from tests.flows.host import journal, ok, play, said, served

HELLO = declared("simple")
JOB = flows.Job(RUN, {})
OLD = {"id": "1", "manifest": "a" * 64, "settings": True, "pool": "Hello"}
NEW = {"id": "2", "manifest": "b" * 64, "settings": True, "pool": "Hello"}
SWITCH = Change("site/Hello/physicalPath", "2", "1")


def deployed(data: dict[str, Any], *changes: Change) -> HostFinished:
    return HostFinished(0.0, "web01", "changed", changes, data=data)


def look(*kept: Any) -> Any:
    return said(
        served(release="2", manifest="b" * 64, releases=list(kept)), journal(("deployed", "1"), ("deployed", "2"))
    )


def test_it_goes_back_to_what_the_deploy_saw_as_a_run_of_its_own() -> None:
    data = {"releases": {"Hello": "2"}, "before": {"Hello": "1"}}
    guarded = ok("Get-HostGuard", {"installed": True, "guards": []})
    planned = said(guarded, ok("Set-IisSite", phase="publishing", changes=(SWITCH,)))
    done = said(ok("Set-IisSite", phase="publishing", changes=(SWITCH,)))

    played = play(flows.undo(HELLO, JOB, deployed(data)), look(OLD, NEW), planned, done)

    assert played.ended.status == "changed"
    assert played.ended.data == {"releases": {"Hello": "1"}}
    live = played.asked[-1]
    assert isinstance(live, Run)
    assert f"Run = '{RUN.id}-2'" in live.script.text
    assert f"'{RUN.id}'" not in live.script.text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"releases": {"Hello": "2"}, "before": {"Hello": None}},
        {"releases": {"Hello": "2"}, "before": {"Hello": "2"}},  # only settings have changed
    ],
)
def test_where_there_is_nothing_to_go_back_to_nothing_is_asked(data: dict[str, Any]) -> None:
    ended = play(flows.undo(HELLO, JOB, deployed(data))).ended

    assert (ended.status, ended.why) == ("skipped", "no other release was served before this run")


def test_a_release_that_was_not_kept() -> None:
    data = {"releases": {"Hello": "2"}, "before": {"Hello": "1"}}

    ended = play(flows.undo(HELLO, replace(JOB, clean=True), deployed(data)), look(NEW)).ended

    assert ended.status == "skipped"
    assert "has not kept a release 1" in str(ended.why)


@pytest.mark.parametrize(
    ("path", "before", "warnings"),
    [
        ("site/Shop/application/api/applicationPool", "7", ["Shop/api: its settings were not put back"]),
        ("site/Shop/application/api", None, ["Shop/api: was not put back, since nothing was served there"]),
        ("site/Shop/application/apis/physicalPath", "7", []),
        ("site/Shop/binding/http *:81: 0", "7", []),
    ],
)
def test_contents_that_stay_as_the_run_has_made_them_are_named(
    path: str, before: str | None, warnings: Sequence[str]
) -> None:
    host = declared("full")
    shop = Change("site/Shop/physicalPath", "2", "1")
    data = {"releases": {"Shop": "2", "Shop/api": "7"}, "before": {"Shop": "1", "Shop/api": before}}
    kept = [{"id": "1", "manifest": "a" * 64, "settings": True, "pool": "Shop"}]
    looked = said(
        served("Shop", release="2", manifest="b" * 64, releases=kept), served("Shop/api", release="7"),
        journal(("deployed", "1"), ("deployed", "2")),
    )  # fmt: skip
    guarded = ok("Get-HostGuard", {"installed": True, "guards": []})
    steps = [guarded, ok("Set-IisSite", phase="publishing", changes=(shop,))]
    undone = flows.undo(host, JOB, deployed(data, Change("site/Shop/physicalPath", "1", "2"), Change(path, 1, 2)))

    ended = play(undone, looked, said(*steps), said(*steps)).ended

    assert ended.status == "changed"
    told = [note for note in ended.warnings if note.startswith("Shop")]
    assert len(told) == len(warnings)
    assert all(map(str.startswith, told, warnings))
