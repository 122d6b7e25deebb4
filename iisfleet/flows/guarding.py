"""The guard of a host: what its task runs, and how a publish arms it (``guard:`` in the inventory)."""

import base64
import gzip
from collections.abc import Iterable
from functools import cache

from iisfleet.inventory import Host
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import GuardSteps, journal_entry
from iisfleet.rendering.release import Release, RunInfo

RECORD = r"C:\ProgramData\iisfleet\guard"
_DEADLINE = 300
# Seconds after the deadline. A backup or a scan lets go of files after minutes, seldom after more than an hour; what
# is still held then needs a person, or the next start of Windows.
_RETRIES = (300, 900, 3600)
# Seconds for what a publish does besides waiting.
_WORK = 60
# Bytes a second: content that is published in place is read, kept, copied and read back.
_RATE = 5_000_000
_LOCK = {
    "Run": "guard",
    "Who": "guard",
    "Controller": "this host",
    "Why": "takes back what a run left unfinished",
    "Guard": True,
}


@cache
def guard_script() -> Script:
    """What the guard's task runs: the same on every host and for every run."""
    phases = ("starting", "publishing")
    return render_script("guard", phases, {"lock": _LOCK}, record=RECORD, recurring=True)


def guard_question(host: Host) -> GuardSteps:
    """What a plan asks: whether the host has the guard's script, and which guards are armed on it."""
    return GuardSteps(fact={"Sha256": guard_script().sha256}) if host.guard.enabled else GuardSteps()


def guard_steps(run: RunInfo, host: Host, releases: Iterable[Release], *, installed: bool) -> GuardSteps:
    """Brings the guard's script, unless Get-HostGuard said that it is ``installed``, and arms a guard for the run."""
    if not host.guard.enabled:
        return GuardSteps()
    script, releases = guard_script(), tuple(releases)
    return GuardSteps(
        install=None if installed else {"Sha256": script.sha256, "Gzip": _packed(script)},
        register={
            "Run": run.id,
            "Sha256": script.sha256,
            "DeadlineSeconds": deadline(host, releases),
            "RetrySeconds": list(_RETRIES),
            "Entries": [journal_entry(release, run, "reverted") for release in releases],
        },
    )


def deadline(host: Host, releases: Iterable[Release] = ()) -> int:
    """Seconds that a publish may take on the host before its guard acts.

    Files count only where they are copied while the guard is armed: in place.
    """
    waits = [host.drain.seconds] if host.drain else []
    for site in host.sites:
        waits += [site.start_timeout, site.health.timeout]
    waits += [target.suspend_timeout for target in host.targets if target.content]
    waits += [release.size // _RATE for release in releases if release.target.content]
    return host.guard.deadline or min(86400, max(_DEADLINE, sum(waits) + _WORK))


@cache
def _packed(script: Script) -> str:
    # Without a time: the same script is the same text.
    return base64.b64encode(gzip.compress(script.text.encode(), mtime=0)).decode()
