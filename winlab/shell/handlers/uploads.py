"""Open-HostUpload: files that belong to no site."""

from winlab.shell.handlers import Params, Session, StepOutcome, step
from winlab.shell.handlers.books import FOLDER, check_trusted, make_host_folder
from winlab.shell.handlers.iis_draft import demand


@step("Open-HostUpload")
def open_host_upload(session: Session, p: Params) -> StepOutcome:
    demand(p, "Name", r"[0-9a-f]{64}\.[a-z]{3}")
    fs, folder = session.machine.fs, rf"{FOLDER}\incoming"
    if session.whatif:
        check_trusted(session.machine)
    else:
        make_host_folder(session.machine)
        fs.make_folder(folder)
    file = rf"{folder}\{p['Name']}"
    there = fs.path(file).stat().st_size if fs.exists(file) else 0
    return StepOutcome(data={"file": file, "there": there})
