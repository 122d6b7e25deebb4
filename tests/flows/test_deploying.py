"""Deploys and plans, driven by hand."""

import base64
import gzip
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from iisfleet import flows
from iisfleet.errors import ConnectionFailed, IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.flows.recovering import questions
from iisfleet.flows.shipping import INLINE_LIMIT
from iisfleet.inventory import Drain
from iisfleet.package import FileEntry, Manifest
from iisfleet.remote.uploads import Shard
from iisfleet.results import Change
from iisfleet.rollout.instructions import Call, CallResult, Pack, Run, Upload
from tests.declared import RUN, declared, packages_for
from tests.flows.host import FACTS, LOCK, POOL_CHANGE, bad, journal, looked, ok, parcel, play, said, served
from winlab.shell.reader import Step, read_script

HELLO = declared("simple")
JOB = flows.Job(RUN, packages_for(HELLO))
PACKAGE = JOB.packages["Hello"]
ID, MANIFEST = PACKAGE.release_id, PACKAGE.manifest.sha256
PLAN = "Run deploy/starting+updating+publishing+finishing"
UPDATING = "Run deploy/updating"
LIVE = "Run deploy/publishing+verifying+finishing"
RECOVER, HISTORY = "Run recover/updating", "Run history/starting"
UP_TO_DATE = served(release=ID, manifest=MANIFEST)
NEW = looked(served(), changes=[POOL_CHANGE])
LOST = OutcomeUnknown("web01: the connection broke")
# Its own phase reverting brings back what is offline, and unlocks: that puts nothing back.
NOT_RECOVERED = said(bad("Restore-IisState", "updating", "commit"), ok("Unlock-Host", phase="reverting"))
RECOVERED = said(ok("Restore-IisState", {"restored": RUN.id}, phase="updating"))


def steps_of(asked: Any, name: str) -> list[Step]:
    assert isinstance(asked, Run)
    return [s for phase in read_script(asked.script.text).phases for s in phase.steps if s.name == name]


def test_nothing_differs_and_nothing_more_runs() -> None:
    played = play(flows.deploy(HELLO, JOB), looked(UP_TO_DATE))

    assert played.kinds == [PLAN]
    assert played.ended.status == "ok"
    assert played.ended.data == {"releases": {"Hello": ID}}
    assert isinstance(played.asked[0], Run)
    assert played.asked[0].what_if


def test_a_host_that_is_done_but_out_of_rotation_still_is_put_back() -> None:
    drain = Drain.model_validate({"command": {"out": ["lb", "off"], "back": ["lb", "on"]}})
    host = HELLO.model_copy(update={"drain": drain})
    job = replace(JOB, drained=frozenset({host.name}))

    played = play(flows.deploy(host, job), looked(UP_TO_DATE), CallResult())

    assert played.kinds == [PLAN, "Call"]
    assert isinstance(played.asked[1], Call)
    assert (played.asked[1].call.command, played.ended.status) == (("lb", "on"), "ok")


def test_what_differs_is_packed_prepared_and_made_live() -> None:
    prepared = said(ok("Expand-Release", phase="updating", changes=(Change(f"release/Hello/{ID}", None, MANIFEST),)))
    live = said(ok("Set-IisPool", phase="publishing", changes=(POOL_CHANGE,), warnings=("slow",)))

    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), prepared, live)

    assert played.kinds == [PLAN, "Pack", UPDATING, LIVE]
    assert played.asked[1] == Pack(PACKAGE, None)
    updating = played.asked[2]
    assert isinstance(updating, Run)
    assert updating.content == Path("small.zip")
    assert not updating.secrets  # what prepares a release needs none
    (receive,) = steps_of(updating, "Receive-Content")
    assert (receive.parameters["Length"], receive.parameters["Sha256"]) == (100, "c" * 64)
    assert played.ended.status == "changed"
    assert played.ended.changes == (Change(f"release/Hello/{ID}", None, MANIFEST), POOL_CHANGE)
    assert played.ended.warnings == ("slow",)
    assert played.ended.data == {"releases": {"Hello": ID}, "before": {"Hello": None}}


def test_settings_alone_need_no_content() -> None:
    played = play(flows.deploy(HELLO, JOB), looked(UP_TO_DATE, changes=[POOL_CHANGE]), said(), said())

    assert played.kinds == [PLAN, UPDATING, LIVE]
    assert isinstance(played.asked[1], Run)
    assert played.asked[1].content is None


@pytest.mark.parametrize(
    ("change", "restarts"),
    [
        (POOL_CHANGE, True),
        (Change("site/Hello/physicalPath", "a", "b"), True),
        (Change("folder/C:\\inetpub\\hello\\shared", None, "present"), False),
        (Change("site/Other/state", "Stopped", "Started"), False),
    ],
)
def test_a_new_worker_is_expected_where_the_app_changes(change: Change, restarts: bool) -> None:
    played = play(flows.deploy(HELLO, JOB), looked(UP_TO_DATE, changes=[change]), said(), said())

    (health,) = steps_of(played.asked[-1], "Test-SiteHealth")
    assert health.parameters["ExpectNewWorker"] is restarts


def test_a_base_that_nobody_here_knows_is_asked_for() -> None:
    base = Manifest((FileEntry("old.txt", 3, "d" * 64),))
    text = base64.b64encode(gzip.compress(base.text.encode())).decode()
    old = looked(served(release="0.9-x", manifest=base.sha256), changes=[POOL_CHANGE])
    answer = said(ok("Get-ReleaseManifest", {"gzip": text}))

    played = play(flows.deploy(HELLO, JOB), old, None, answer, parcel(removed=["old.txt"]), said(), said())

    assert played.kinds == [PLAN, "Pack", "Run manifest/starting", "Pack", UPDATING, LIVE]
    assert played.asked[1] == Pack(PACKAGE, base.sha256)
    assert played.asked[3] == Pack(PACKAGE, base.sha256, base)
    (expand,) = steps_of(played.asked[4], "Expand-Release")
    assert (expand.parameters["Base"], expand.parameters["Removed"]) == ("0.9-x", ["old.txt"])


def test_a_base_that_the_host_cannot_tell_either() -> None:
    old = looked(served(release="0.9-x", manifest="e" * 64), changes=[POOL_CHANGE])

    played = play(flows.deploy(HELLO, JOB), old, None, said(bad("Get-ReleaseManifest", "starting")))

    assert (played.ended.status, played.ended.step) == ("failed", "Get-ReleaseManifest")


def test_a_large_archive_travels_by_itself_and_goes_on_where_it_was() -> None:
    large = parcel(size=INLINE_LIMIT + 1)
    waiting = served(incoming={f"{large.sha256}.zip": 4096})

    played = play(flows.deploy(HELLO, JOB), looked(waiting, changes=[POOL_CHANGE]), large, said(), said(), said())

    assert played.kinds == [PLAN, "Pack", "Upload", UPDATING, LIVE]
    upload = played.asked[2]
    assert isinstance(upload, Upload)
    assert (upload.path, upload.there) == (large.path, 4096)
    (receive,) = (
        s for p in read_script(upload.script_for(Shard(5, 7), "f" * 64).text).phases for s in p.steps
        if s.name == "Receive-Content"
    )  # fmt: skip
    assert (receive.parameters["Offset"], receive.parameters["Length"]) == (5, 7)
    assert isinstance(played.asked[3], Run)
    assert played.asked[3].content is None
    (expand,) = steps_of(played.asked[3], "Expand-Release")
    assert expand.parameters["ArchiveSha256"] == large.sha256


def test_several_archives_travel_each_by_itself() -> None:
    shop = declared("full")
    job = flows.Job(RUN, packages_for(shop))
    look = looked(served("Shop"), served("Shop/api"), changes=[POOL_CHANGE])

    played = play(flows.deploy(shop, job), look, parcel(), parcel(), said(), said(), said(), said())

    assert played.kinds == [PLAN, "Pack", "Pack", "Upload", "Upload", UPDATING, LIVE]


def test_an_upload_that_fails_ends_the_deploy() -> None:
    failure = said(bad("Receive-Content", "updating", "disk"))

    played = play(flows.deploy(HELLO, JOB), NEW, parcel(size=INLINE_LIMIT + 1), failure)

    assert (played.ended.status, played.ended.step) == ("failed", "Receive-Content")


# --- failures on the host --------------------------------------------------------------------------------------------


def test_a_plan_that_fails_is_told_and_nothing_is_tried() -> None:
    look = looked(served(), bad("Set-IisSite", "publishing", "conflict", "Port 80 belongs to Other."))

    played = play(flows.deploy(HELLO, JOB), look)

    assert (played.ended.status, played.ended.step, played.ended.reverted) == ("failed", "Set-IisSite", False)
    assert played.ended.failure is not None
    assert (played.ended.failure.expected, played.ended.failure.remedy) == ("good", "mend it")


@pytest.mark.parametrize("script", ["updating", "live"])
@pytest.mark.parametrize("reverts", [True, False])
def test_a_failing_step_is_told_with_what_became_of_the_host(script: str, reverts: bool) -> None:
    name = "Expand-Release" if script == "updating" else "Test-SiteHealth"
    undone = ok("Restore-IisState", phase="reverting") if reverts else bad("Restore-IisState", "reverting")
    phase = "updating" if script == "updating" else "verifying"
    failure = said(ok("Lock-Host", phase="updating", warnings=("replaced",)), bad(name, phase, "health"), undone)
    before = [NEW, parcel()] if script == "updating" else [NEW, parcel(), said()]

    played = play(flows.deploy(HELLO, JOB), *before, failure)

    ended = played.ended
    # Before anything went live there was nothing to put back.
    assert (ended.status, ended.step, ended.reverted) == ("failed", name, reverts and script == "live")
    assert ended.failure is not None
    assert ended.failure.kind == "health"
    told = ["replaced"] if reverts else ["replaced", "reverting, Restore-IisState failed: It went wrong."]
    assert list(ended.warnings) == told


@pytest.mark.parametrize(
    ("name", "reverted"), [("Remove-Release", False), ("Restore-IisState", True), ("Set-HostDrain", True)]
)
def test_what_was_only_prepared_is_not_called_put_back(name: str, reverted: bool) -> None:
    undone = ok(name, phase="reverting", changes=(Change("a/b", "x", "y"),))
    failure = said(bad("Expand-Release", "updating", "disk"), undone, ok("Unlock-Host", phase="reverting"))

    assert play(flows.deploy(HELLO, JOB), NEW, parcel(), failure).ended.reverted == reverted


def test_what_fails_after_the_release_went_live_is_not_reverted() -> None:
    told = ok("Add-JournalEntry", phase="finishing")
    undone = ok("Restore-IisState", {"restored": None}, phase="reverting")
    failure = said(told, bad("Remove-OldRelease", "finishing"), undone)

    ended = play(flows.deploy(HELLO, JOB), NEW, parcel(), said(), failure).ended

    assert (ended.status, ended.step, ended.reverted) == ("failed", "Remove-OldRelease", False)
    assert ended.warnings == ("The release is live nevertheless: only what comes after that has failed.",)


def test_a_plan_that_fails_at_its_end_put_nothing_live() -> None:
    look = looked(served(), ok("Add-JournalEntry", phase="finishing"), bad("Remove-OldRelease", "finishing"))

    ended = play(flows.plan(HELLO, JOB), look).ended

    assert (ended.step, ended.warnings) == ("Remove-OldRelease", ())


def test_a_failure_without_a_revert_does_not_claim_one() -> None:
    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), said(bad("Lock-Host", "updating", "locked")))

    assert (played.ended.status, played.ended.reverted) == ("locked", False)


# --- other runs ------------------------------------------------------------------------------------------------------


def test_a_host_that_a_living_run_holds_is_left_alone() -> None:
    played = play(flows.deploy(HELLO, JOB), looked(served(), lock=LOCK))

    assert played.ended.status == "locked"
    assert played.ended.failure is not None
    assert played.ended.failure.found == "bob@pc at pc since 2026-01-01T00:00:00Z: deploy"


@pytest.mark.parametrize(
    ("lock", "is_dead", "unfinished", "supersedes"),
    [
        ({**LOCK, "sessionAlive": False}, False, None, LOCK["run"]),
        (LOCK, True, None, LOCK["run"]),
        (None, False, "20260101-000000-dead", None),
        ({**LOCK, "sessionAlive": False}, False, LOCK["run"], LOCK["run"]),
    ],
)
def test_what_a_dead_run_left_is_recovered_and_looked_at_again(
    lock: Any, is_dead: bool, unfinished: Any, supersedes: Any
) -> None:
    job = replace(JOB, is_dead=lambda held: is_dead and held == LOCK)

    played = play(
        flows.deploy(HELLO, job), looked(served(), lock=lock, unfinished=unfinished), RECOVERED, looked(UP_TO_DATE)
    )

    assert played.kinds == [PLAN, RECOVER, PLAN]
    (order,) = steps_of(played.asked[1], "Lock-Host")
    assert (order.parameters["Run"], order.parameters["Supersedes"]) == (RUN.id, supersedes)
    # A run that died while its host restarted has left services, sites and the balancer's flag as they were then.
    (order,) = steps_of(played.asked[1], "Resume-IisService")
    assert order.parameters["Run"] == (supersedes or RUN.id)
    # One that could not put back all has left the host out of rotation, too, and holds it no more.
    flags = [order.parameters["Run"] for order in steps_of(played.asked[1], "Set-HostDrain")]
    assert flags == list(dict.fromkeys([supersedes or RUN.id, unfinished or supersedes or RUN.id]))
    assert played.ended.status == "ok"


@pytest.mark.parametrize(
    ("state", "lock", "kinds"),
    [
        ("lost", None, [PLAN, RECOVER, PLAN]),
        ("fired", None, [PLAN, RECOVER, PLAN]),
        ("armed", None, [PLAN]),
        ("lost", LOCK, [PLAN]),
    ],
)
def test_a_guard_that_was_left_behind_is_tidied_up_and_that_of_a_living_run_is_not(
    state: str, lock: Any, kinds: list[str]
) -> None:
    guards = ok("Get-HostGuard", {"installed": True, "guards": [{"run": LOCK["run"], "state": state}]})
    found = looked(UP_TO_DATE, guards, lock=lock)

    played = play(flows.deploy(HELLO, JOB), found, *[RECOVERED, looked(UP_TO_DATE)][: len(kinds) - 1])

    assert played.kinds == kinds


def test_a_recovery_that_fails_ends_the_deploy() -> None:
    played = play(flows.deploy(HELLO, JOB), looked(served(), unfinished="x"), NOT_RECOVERED)

    ended = played.ended
    assert (ended.status, ended.step, ended.reverted) == ("failed", "Restore-IisState", False)


def test_a_plan_tells_who_holds_the_host_and_needs_no_lock() -> None:
    look = looked(served(), lock=LOCK, unfinished="x", changes=[POOL_CHANGE])

    played = play(flows.plan(HELLO, JOB), look, parcel(removed=["a"]))

    assert played.kinds == [PLAN, "Pack"]
    assert (played.ended.status, played.ended.changes) == ("changed", (POOL_CHANGE,))
    assert played.ended.data == {
        "content": {"Hello": {"added": 2, "changed": 1, "removed": 1, "bytes": 100, "sent": True}},
        "lock": LOCK,
        "unfinished": "x",
    }


@pytest.mark.parametrize(("publish", "clean", "removed"), [("in-place", 0, 0), ("in-place", 1, 1), ("switch", 0, 1)])
def test_a_plan_does_not_announce_that_what_was_adopted_goes(publish: str, clean: bool, removed: int) -> None:
    site = HELLO.sites[0].model_copy(update={"publish": publish})
    host = HELLO.model_copy(update={"sites": (site,)})
    look = looked(served(release="adopted-0a1b2c3d4e", manifest="f" * 64), changes=[POOL_CHANGE])

    played = play(flows.plan(host, replace(JOB, clean=clean)), look, parcel(removed=["a"]))

    assert played.ended.data["content"]["Hello"]["removed"] == removed


@pytest.mark.parametrize("task", [flows.plan, flows.deploy])
@pytest.mark.parametrize(
    ("others", "preserve", "found"),
    [
        (["docs", "wwwroot"], (), "9: wwwroot/robots.txt, wwwroot/robots.txt.br, wwwroot/robots.txt.gz"),
        (["WWWroot/Site.css"], (), "1: wwwroot/site.css"),
        (["WWWroot/Site.css"], (r"wwwroot\site.css",), None),
        (["www", "wwwroot/lib"], (), None),
    ],
)
def test_a_package_with_files_in_a_folder_that_is_served_as_something_else_is_refused(
    task: Any, others: list[str], preserve: tuple[str, ...], found: str | None
) -> None:
    site = HELLO.sites[0].model_copy(update={"publish": "in-place", "preserve": preserve})
    host = HELLO.model_copy(update={"sites": (site,)})
    told = [{"path": path, "name": "Docs"} for path in others]
    package = packages_for(declared("in-place"))["Shop"]
    there = served(release=package.release_id, manifest=package.manifest.sha256, others=told)

    played = play(task(host, flows.Job(RUN, {"Hello": package})), looked(there))

    assert played.ended.status == ("failed" if found else "ok")
    if played.ended.failure:
        assert played.ended.failure.found == found
        assert "which IIS serves as Docs" in played.ended.failure.message


def test_a_plan_of_a_host_that_is_as_declared() -> None:
    played = play(flows.plan(HELLO, JOB), looked(UP_TO_DATE))

    assert (played.ended.status, played.ended.changes, played.ended.data["content"]) == ("ok", (), {})


# --- names of releases -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "manifest", "name"),
    [
        (ID, "f" * 64, f"{ID}.2"),
        (f"{ID}.2", "f" * 64, f"{ID}.3"),
        (f"{ID}.9", "f" * 64, f"{ID}.10"),
        (f"{ID}.2", MANIFEST, f"{ID}.2"),
        ("by-hand", MANIFEST, "by-hand"),
    ],
)
def test_content_that_drifted_gets_a_new_name_that_then_counts(there: str, manifest: str, name: str) -> None:
    look = looked(served(release=there, manifest=manifest))

    played = play(flows.deploy(HELLO, JOB), look, looked(served(release=name, manifest=MANIFEST)))

    assert played.kinds == [PLAN, PLAN]
    assert played.ended.data == {"releases": {"Hello": name}}


@pytest.mark.parametrize("there", ["0.9-x", f"{ID}0", f"{ID}.x", None])
def test_another_release_is_no_reason_for_another_name(there: str | None) -> None:
    look = looked(served(release=there, manifest="f" * 64 if there else None))

    assert play(flows.deploy(HELLO, JOB), look).ended.data == {"releases": {"Hello": ID}}


# --- interruptions and broken connections ----------------------------------------------------------------------------

CTRL_C = Interrupted("interrupted by the user")


def test_an_interruption_before_anything_was_changed_just_ends() -> None:
    with pytest.raises(Interrupted):
        play(flows.deploy(HELLO, JOB), NEW, CTRL_C)


@pytest.mark.parametrize("answers", [[CTRL_C], [said(), CTRL_C]])
def test_an_interruption_between_scripts_lets_the_host_go(answers: list[Any]) -> None:
    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), *answers, RECOVERED)

    assert played.kinds[-1] == RECOVER
    assert (played.ended.status, played.ended.reverted) == ("interrupted", True)


@pytest.mark.parametrize("answer", [NOT_RECOVERED, LOST])
def test_a_host_that_could_not_be_let_go_is_told(answer: Any) -> None:
    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), said(), CTRL_C, answer)

    assert (played.ended.status, played.ended.reverted) == ("interrupted", False)
    assert "may still be locked by this run" in played.ended.warnings[-1]


def told(event: str, run: str = RUN.id) -> Any:
    return said(ok("Get-HostLock", {"lock": None, "unfinished": None}), journal((event, ID), run=run))


@pytest.mark.parametrize(
    ("history", "status", "reverted"),
    [
        (told("deployed"), "changed", False),
        (told("reverted"), "failed", True),
        (told("deployed", run="earlier"), "failed", True),
        (said(ok("Get-Journal", {"entries": None})), "failed", True),
    ],
)
def test_after_a_broken_connection_the_host_is_asked(history: Any, status: str, reverted: bool) -> None:
    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), said(), LOST, None, RECOVERED, history)

    assert played.kinds[-3:] == ["Reconnect", RECOVER, HISTORY]
    assert (played.ended.status, played.ended.reverted) == (status, reverted)
    if status == "changed":
        assert played.ended.changes == (POOL_CHANGE,)  # of the plan: its own never arrived
        assert played.ended.data["releases"] == {"Hello": ID}
        assert "the host has finished it nevertheless" in played.ended.warnings[0]
    else:
        assert played.ended.failure is not None
        assert played.ended.failure.kind == "lost"


@pytest.mark.parametrize("broke", [LOST, ConnectionFailed("web01", "the connection broke", kind="lost")])
def test_what_prepares_runs_again_if_nothing_is_left_of_it(broke: IisfleetError) -> None:
    nothing = said(ok("Get-Journal", {"entries": None}))
    answers = [NEW, parcel(), broke, None, RECOVERED, nothing, said(ok("Expand-Release", phase="updating")), said()]

    played = play(flows.deploy(HELLO, JOB), *answers)

    assert played.kinds[2:] == [UPDATING, "Reconnect", RECOVER, HISTORY, UPDATING, LIVE]
    assert played.asked[6] == played.asked[2]  # with its content
    assert (played.ended.status, played.ended.changes) == ("changed", (POOL_CHANGE,))


def test_what_prepares_runs_again_once() -> None:
    nothing = said(ok("Get-Journal", {"entries": None}))
    asked = [LOST, None, RECOVERED, nothing]

    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), *asked, *asked)

    assert played.kinds.count(UPDATING) == 2
    assert (played.ended.status, played.ended.reverted) == ("failed", True)


def test_a_refused_login_is_not_tried_again_while_asking() -> None:
    refused = ConnectionFailed("web01", "refused (401)", kind="auth")

    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), said(), LOST, None, refused)

    assert played.kinds[-2:] == ["Reconnect", RECOVER]
    assert played.ended.status == "unknown"
    assert "may still be locked by this run" in played.ended.warnings[-1]


def test_a_host_that_could_not_revert_after_a_break_does_not_claim_it() -> None:
    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), said(), LOST, None, NOT_RECOVERED, told("reverted"))

    assert (played.ended.status, played.ended.reverted) == ("failed", False)
    assert "Restore-IisState failed: It went wrong." in played.ended.warnings[-1]
    assert played.ended.half_way


def test_a_script_that_goes_on_after_the_break_is_waited_for() -> None:
    at_work = said(bad("Lock-Host", "updating", "locked"))
    answers = [LOST, None, LOST, None, None, at_work, None, None, RECOVERED, told("deployed")]

    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), said(), *answers)

    again = ["Reconnect", RECOVER, "Pause"]
    assert played.kinds[4:] == [*again, *again, "Reconnect", RECOVER, HISTORY]
    assert played.ended.status == "changed"


def test_a_host_that_never_answers_again_is_unknown() -> None:
    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), LOST, *([None, LOST, None] * questions(HELLO)))

    assert played.ended.status == "unknown"
    assert played.ended.failure is not None
    assert "same command again" in (played.ended.failure.remedy or "")


def test_questions_that_take_long_are_fewer() -> None:
    """Each waits for a connection or a lock: the time counts, not their number."""
    late = (None, LOST, 30.0, None, LOST, 30.0 + HELLO.connection.ask_timeout)

    played = play(flows.deploy(HELLO, JOB), NEW, parcel(), LOST, *late)

    assert played.ended.status == "unknown"


def test_an_interruption_while_asking_leaves_it_unknown() -> None:
    assert play(flows.deploy(HELLO, JOB), NEW, parcel(), LOST, None, CTRL_C).ended.status == "unknown"


# --- readiness -------------------------------------------------------------------------------------------------------


def test_a_host_that_is_not_ready_is_refused_with_every_reason() -> None:
    facts = {**FACTS, "elevated": False, "iis": {"installed": False, "sharedConfiguration": False}}

    played = play(flows.deploy(HELLO, JOB), looked(served(), facts=facts, changes=[POOL_CHANGE]))

    assert (played.ended.status, played.ended.step) == ("failed", "Get-HostFact")
    assert played.ended.failure is not None
    assert played.ended.failure.message == "The session is not elevated."
    assert played.ended.warnings == ("IIS is not installed.",)


def test_room_is_needed_only_for_what_is_not_there() -> None:
    full = {**FACTS, "disks": {"C": {"free": 0, "size": 1}}}

    assert play(flows.deploy(HELLO, JOB), looked(UP_TO_DATE, facts=full)).ended.status == "ok"
    refused = play(flows.deploy(HELLO, JOB), looked(served(), facts=full)).ended
    assert refused.failure is not None
    assert refused.failure.kind == "disk"


def test_targets_on_one_drive_share_its_room() -> None:
    shop = declared("full")
    size = PACKAGE.manifest.size
    facts = {**FACTS, "disks": {"D": {"free": 3 * size, "size": 1}}}

    played = play(
        flows.deploy(shop, flows.Job(RUN, packages_for(shop))), looked(served("Shop"), served("Shop/api"), facts=facts)
    )

    assert played.ended.failure is not None
    assert played.ended.failure.expected == f"{4 * size} bytes free"
