"""Wait-SiteConnection."""

import time

from winlab.shell.handlers import Params, Session, StepOutcome, step
from winlab.shell.handlers.iis_draft import many
from winlab.windows.errors import MachineError


@step("Wait-SiteConnection")
def wait_site_connection(session: Session, p: Params) -> StepOutcome:
    if session.whatif:
        return StepOutcome(data={"connections": None})
    sites, below = {str(name).lower() for name in many(p.get("Sites"))}, int(p["Below"])
    seconds = float(60 if p.get("TimeoutSeconds") is None else p["TimeoutSeconds"])
    until = time.monotonic() + seconds
    while True:
        try:
            counts = session.machine.connections()
        except MachineError as error:
            warning = f"Connections of this host cannot be counted, so none were waited for: {error}"
            return StepOutcome(data={"connections": None}, warnings=[warning])
        count = sum(number for name, number in counts.items() if not sites or name.lower() in sites)
        if count < below:
            return StepOutcome(data={"connections": count})
        if time.monotonic() >= until or session.stopped.wait(0.05):
            warning = f"{count} connections are left after {seconds:g} s; fewer than {below} were waited for."
            return StepOutcome(data={"connections": count}, warnings=[warning])
