"""What ``lock`` and ``unlock`` do on the controller."""

from iisfleet import flows
from iisfleet.commands.preparing import Scope, open_fleet
from iisfleet.commands.running import new_run, refuse_going_on, run_flows, was_ours_and_is_dead
from iisfleet.errors import UsageError


def lock(scope: Scope, message: str, plan: bool) -> int:
    """Locks every host for a person."""
    if not message.strip():
        raise UsageError("say why", hint='--message "new disks until noon"')
    order = flows.LockOrder(new_run("lock", plan), message.strip(), plan, was_ours_and_is_dead)
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.lock(host, order))


def unlock(scope: Scope, run: str | None, plan: bool) -> int:
    """Takes the locks away that a person has set, or that the named run has left. Not while that run goes on here."""
    if run:
        refuse_going_on(run)
    order = flows.UnlockOrder(new_run("unlock", plan), run, plan)
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.unlock(host, order))
