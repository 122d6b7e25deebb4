"""What ``lock`` and ``unlock`` do on the controller."""

from iisfleet import flows
from iisfleet.commands.home import HOME
from iisfleet.commands.preparing import Scope, open_fleet
from iisfleet.commands.running import new_run, run_flows, was_ours_and_is_dead
from iisfleet.errors import UsageError
from iisfleet.reporting.record import is_alive


def lock(scope: Scope, message: str, plan: bool) -> int:
    """Locks every host for a person."""
    if not message.strip():
        raise UsageError("say why", hint='--message "new disks until noon"')
    order = flows.LockOrder(new_run("lock", plan), message.strip(), plan, was_ours_and_is_dead)
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.lock(host, order))


def unlock(scope: Scope, run: str | None, plan: bool) -> int:
    """Takes the locks away that a person has set, or that the named run has left. Not while that run goes on here."""
    if run and is_alive(HOME / "runs", "-".join(run.split("-")[:3])):  # a run's second job has a number behind it
        raise UsageError(f"run {run} goes on", hint="wait for its end, or end it where it was started")
    order = flows.UnlockOrder(new_run("unlock", plan), run, plan)
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.unlock(host, order))
