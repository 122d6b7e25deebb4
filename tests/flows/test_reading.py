"""status and history."""

from iisfleet import flows
from tests.declared import declared
from tests.flows.host import LOCK, bad, journal, ok, play, said, served

HELLO = declared("simple")


def test_status() -> None:
    sites = [{"name": "Hello", "state": "Started", "pools": [], "certificates": []}]
    answer = said(
        ok("Get-HostLock", {"lock": LOCK, "unfinished": "x"}),
        served(release="1", manifest="a" * 64),
        ok("Get-IisStatus", {"sites": sites}, warnings=("old",)),
    )

    ended = play(flows.status(HELLO), answer).ended

    assert (ended.status, ended.warnings) == ("ok", ("old",))
    assert (ended.data["lock"], ended.data["unfinished"], ended.data["sites"]) == (LOCK, "x", sites)
    assert [target["release"] for target in ended.data["targets"]] == ["1"]


def test_status_tells_a_job_also_where_there_is_no_iis_yet() -> None:
    job = {"id": "r1", "run": "r1", "task": "setup", "who": "bob@pc", "state": "running"}
    held = (ok("Get-HostLock", {"lock": LOCK, "unfinished": None}), ok("Get-HostJob", {"job": job}))

    ready = play(flows.status(HELLO), said(*held)).ended
    bare = play(flows.status(HELLO), said(*held, bad("Get-SiteRelease", "starting"))).ended

    assert (ready.status, ready.data["job"]) == ("ok", job)
    assert (bare.status, bare.step, bare.data["job"], bare.data["lock"]) == ("failed", "Get-SiteRelease", job, LOCK)
    assert bare.warnings == ("the job setup of run r1 (bob@pc) is running",)


def test_history() -> None:
    ended = play(flows.history(HELLO, 5), said(journal(("deployed", "1")))).ended

    assert [entry["event"] for entry in ended.data["entries"]] == ["deployed"]


def test_what_fails_is_told() -> None:
    assert play(flows.status(HELLO), said(bad("Get-IisStatus", "starting"))).ended.step == "Get-IisStatus"
    assert play(flows.history(HELLO, 5), said(bad("Get-Journal", "starting"))).ended.step == "Get-Journal"
