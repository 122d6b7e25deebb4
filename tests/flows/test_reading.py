"""status and history."""

from iisfleet import flows
from tests.declared import declared
from tests.flows.host import FACTS, LOCK, bad, journal, ok, play, said, served

HELLO = declared("simple")


def test_status() -> None:
    sites = [{"name": "Hello", "state": "Started", "pools": [], "certificates": []}]
    answer = said(
        ok("Get-HostLock", {"lock": LOCK, "unfinished": "x"}),
        ok("Get-HostGuard", {"guards": [guard := {"run": "x", "state": "armed", "restSeconds": 9}]}),
        served(release="1", manifest="a" * 64),
        ok("Get-IisStatus", {"sites": sites}, warnings=("old",)),
    )

    ended = play(flows.status(HELLO), answer).ended

    assert (ended.status, ended.warnings) == ("ok", ("old",))
    assert (ended.data["lock"], ended.data["unfinished"], ended.data["sites"]) == (LOCK, "x", sites)
    assert ended.data["guards"] == [guard]
    assert [target["release"] for target in ended.data["targets"]] == ["1"]


def test_status_tells_a_job_also_where_iis_cannot_be_read() -> None:
    job = {"id": "r1", "run": "r1", "task": "setup", "who": "bob@pc", "state": "running"}
    held = (ok("Get-HostLock", {"lock": LOCK, "unfinished": None}), ok("Get-HostJob", {"job": job}))

    ready = play(flows.status(HELLO), said(*held)).ended
    unread = said(*held, bad("Get-SiteRelease", "starting"))
    broken = play(flows.status(HELLO), unread, said(*held, ok("Get-HostFact", FACTS))).ended

    assert (ready.status, ready.data["job"]) == ("ok", job)
    assert (broken.status, broken.step) == ("failed", "Get-SiteRelease")
    assert (broken.data["job"], broken.data["lock"]) == (job, LOCK)
    assert broken.warnings == ("the job setup of run r1 (bob@pc) is running",)


def test_status_of_a_host_without_iis_tells_the_rest() -> None:
    job = {"id": "r1", "run": "r1", "task": "setup", "who": "bob@pc", "state": "running"}
    held = (ok("Get-HostLock", {"lock": LOCK, "unfinished": None}), ok("Get-HostJob", {"job": job}))
    without = ok("Get-HostFact", {**FACTS, "iis": {"installed": False}})
    schedule = ok("Get-CacheSchedule", {"schedule": {"at": "03:00"}})
    unread = said(*held, bad("Get-SiteRelease", "starting"))

    bare = play(flows.status(HELLO), unread, said(*held, without, schedule)).ended

    assert (bare.status, bare.warnings) == ("ok", ("IIS is not installed: invoke setup",))
    assert (bare.data["lock"], bare.data["job"], bare.data["targets"]) == (LOCK, job, [])
    assert bare.data["cacheSchedule"] == {"at": "03:00"}


def test_history() -> None:
    ended = play(flows.history(HELLO, 5), said(journal(("deployed", "1")))).ended

    assert [entry["event"] for entry in ended.data["entries"]] == ["deployed"]


def test_what_fails_is_told() -> None:
    unread = said(bad("Get-HostLock", "starting"))
    assert play(flows.status(HELLO), said(bad("Get-IisStatus", "starting")), unread).ended.step == "Get-IisStatus"
    assert play(flows.history(HELLO, 5), said(bad("Get-Journal", "starting"))).ended.step == "Get-Journal"
