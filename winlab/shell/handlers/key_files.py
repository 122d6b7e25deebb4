"""Import-KeyFile: a PFX file into a store; Remove-KeyFile."""

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.iis_draft import plain
from winlab.windows.certificates import Certificate
from winlab.windows.errors import MachineError


def import_file(session: Session, p: Params, file: str, store: str, thumbprint: str) -> Certificate:
    """The imported certificate. Raises StepFailure."""
    expected = f"a PFX file with certificate {p['Thumbprint']} and its private key"
    if not session.machine.fs.exists(file):
        raise StepFailure(
            f"The PFX file {file} is not on this host.",
            expected,
            "no such file",
            "Run invoke provision-keys again: it sends the file anew.",
            "certificate",
        )
    certificates = session.machine.certificates
    try:
        certificates.import_pfx(session.machine.fs.read(file), plain(p.get("Password")), store)
    except MachineError as error:
        raise StepFailure(
            f"Windows does not import the PFX file {file}.",
            expected,
            str(error),
            "Check the password. Windows Server 2016 reads no PFX file that is encrypted with AES: "
            "export it with TripleDES-SHA1.",
            "certificate",
        ) from None
    found = certificates.find(thumbprint, store)
    if found is None or not found.has_private_key:
        raise StepFailure(
            f"The PFX file does not hold certificate {p['Thumbprint']}.",
            expected,
            "another certificate, or one without its key",
            "Correct pfx or thumbprint in the inventory; what was imported stays in the store.",
            "certificate",
        )
    return found


def no_key(name: str, store: str, before: str | None) -> StepFailure:
    """Neither the certificate with its key nor a file to import."""
    return StepFailure(
        f"This host has no private key for certificate {name}.",
        rf"the certificate with its key in LocalMachine\{store}",
        before or "no such certificate",
        "Import it on the host, or name pfx and password in the inventory.",
        "certificate",
    )


@step("Remove-KeyFile")
def remove_key_file(session: Session, p: Params) -> StepOutcome:
    if session.machine.fs.exists(str(p["File"])) and not session.whatif:
        session.machine.fs.remove(str(p["File"]))
    return StepOutcome()
