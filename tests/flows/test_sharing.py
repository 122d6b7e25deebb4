"""Contents on shares, driven by hand."""

import base64
import gzip
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest

from iisfleet import flows
from iisfleet.flows import sharing
from iisfleet.inventory import Host, Secret, Share
from iisfleet.package import Manifest
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script
from iisfleet.rollout.instructions import Pack, Parcel, Run
from tests.declared import RUN, declared, packages_for
from tests.flows.host import POOL_CHANGE, bad, looked, ok, play, said, served
from tests.flows.test_deploying import LIVE, PLAN, UPDATING, steps_of
from winlab.windows.literals import SecretName

SIMPLE = declared("simple")
PACKAGE = packages_for(SIMPLE)["Hello"]
FIRST, *REST = PACKAGE.manifest.files
FOLDER = rf"C:\inetpub\hello\incoming\{RUN.id}.share"
LOGIN = Share(path=r"\\files\drop", username=r"CORP\reader", password=Secret.of("canary", name="share/Hello/password"))
EVERYTHING = Parcel(None, "", 100, len(PACKAGE.manifest), 0, (), PACKAGE.manifest.files)
NEW = looked(served(), changes=[POOL_CHANGE])
PREPARED, WENT_LIVE = said(ok("Expand-Release", phase="updating")), said(ok("Set-IisPool", phase="publishing"))
COPIED = said(ok("Copy-ShareContent", {"folder": FOLDER}, phase="updating", target="Hello"))


def sharing_host(share: Share) -> Host:
    return SIMPLE.model_copy(update={"sites": (SIMPLE.sites[0].model_copy(update={"share": share}),)})


BY_JOB, BY_LOGIN = sharing_host(Share(path=r"\\files\drop")), sharing_host(LOGIN)
JOB = flows.Job(RUN, {"Hello": PACKAGE})


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Script]]:
    """The jobs that were started, each of which copies what it shall."""
    heard: list[tuple[str, Script]] = []

    def run_job(host: Host, run: Any, script: Script, *, minutes: int) -> Generator[Any, Any, ScriptResult]:
        heard.append((run.id, script))
        yield from ()
        return COPIED

    monkeypatch.setattr(sharing, "run_job", run_job)
    return heard


def test_the_host_copies_by_a_job_and_nothing_is_sent(started: list[tuple[str, Script]]) -> None:
    played = play(flows.deploy(BY_JOB, JOB), NEW, EVERYTHING, PREPARED, WENT_LIVE)

    assert played.kinds == [PLAN, "Pack", UPDATING, LIVE]
    assert played.asked[1] == Pack(PACKAGE, None, archive=False)
    ((run, script),) = started
    assert (run, script.name) == (f"{RUN.id}-share", "share/updating")
    (expand,) = steps_of(played.asked[2], "Expand-Release")
    assert (expand.parameters["Folder"], expand.parameters["Archive"]) == (FOLDER, None)
    assert steps_of(played.asked[2], "Receive-Content") == []


def test_a_credential_goes_to_the_script_that_copies_and_to_no_other(started: list[tuple[str, Script]]) -> None:
    played = play(flows.deploy(BY_LOGIN, JOB), NEW, EVERYTHING, COPIED, PREPARED, WENT_LIVE)

    assert played.kinds == [PLAN, "Pack", "Run share/updating", UPDATING, LIVE]
    runs = [asked for asked in played.asked if isinstance(asked, Run)]
    assert [list(run.secrets) for run in runs] == [[], ["share/Hello/password"], [], []]
    (copy,) = steps_of(runs[1], "Copy-ShareContent")
    assert copy.parameters["UserName"] == r"CORP\reader"
    assert copy.parameters["Password"] == SecretName("share/Hello/password")
    assert copy.parameters["All"] is True
    assert not any("canary" in run.script.text for run in runs)
    assert started == []


def test_only_what_is_new_is_wanted(started: list[tuple[str, Script]]) -> None:
    some = replace(EVERYTHING, files=(FIRST,))

    played = play(flows.deploy(BY_LOGIN, JOB), NEW, some, COPIED, PREPARED, WENT_LIVE)

    (copy,) = steps_of(played.asked[2], "Copy-ShareContent")
    wanted = gzip.decompress(base64.b64decode(copy.parameters["Wanted"])).decode()
    assert Manifest.parse(wanted) == Manifest((FIRST,))
    assert copy.parameters["All"] is False


def test_nothing_is_copied_where_nothing_is_new(started: list[tuple[str, Script]]) -> None:
    played = play(flows.deploy(BY_JOB, JOB), NEW, replace(EVERYTHING, files=()), PREPARED, WENT_LIVE)

    assert started == []
    assert "Folder" not in steps_of(played.asked[2], "Expand-Release")[0].parameters


def test_a_share_that_cannot_be_read_ends_the_deploy_before_anything_live_changes() -> None:
    refused = said(bad("Copy-ShareContent", "updating", kind="share", message="The share may not be read."))

    played = play(flows.deploy(BY_LOGIN, JOB), NEW, EVERYTHING, refused)

    assert played.ended.status == "failed"
    assert played.ended.failure
    assert played.ended.failure.kind == "share"


def test_a_plan_copies_nothing(started: list[tuple[str, Script]]) -> None:
    played = play(flows.plan(BY_JOB, JOB), NEW, EVERYTHING)

    assert played.ended.data["content"]["Hello"]["bytes"] == 100
    assert started == []
