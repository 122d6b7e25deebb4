"""What the model of Windows raises. Over the RPC an error is {"type": class name, "message": text}."""


class MachineError(Exception):
    """Something that a real machine would refuse, in words for the person who reads the log."""


class NotEmulated(MachineError):
    """The lab does not know how Windows would do this. Never a silent success."""

    def __init__(self, what: str) -> None:
        super().__init__(f"not emulated: {what}")


class NotFound(MachineError):
    """No such file, key, site, pool, certificate or account."""


class AccessDenied(MachineError):
    """The path leaves the machine, or a right is missing."""


class SharingViolation(MachineError):
    """A file is open in another process (0x80070020)."""


class DiskFull(MachineError):
    """There is not enough space on the disk (0x80070070)."""


class IdentityNotMapped(MachineError):
    """An account name that no SID belongs to."""


class WrongPassword(MachineError):
    """Of a PFX file; Windows says the same of one that it cannot read (0x80070056)."""


class ConfigurationError(MachineError):
    """IIS refuses a section, attribute or value, or the file is not well formed."""


class ChangedOnDisk(ConfigurationError):
    """The file has changed on disk since it was read: a known race, to be tried again."""


class ServiceError(MachineError):
    """A pool or site cannot do what it was told."""


class UnknownToWas(ServiceError):
    """A site without HTTP, such as one for FTP alone: it has no state (0x800710D8)."""
