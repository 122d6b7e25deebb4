"""New-TaskCommand and New-TaskDocument: the scheduled task that runs a script file, as the host functions write it."""

import base64
from collections.abc import Sequence
from xml.sax.saxutils import escape

PROGRAM = r"%windir%\System32\WindowsPowerShell\v1.0\powershell.exe"
_NO_LOGON = ("S-1-5-18", "S-1-5-19", "S-1-5-20")
_DOCUMENT = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{description}</Description></RegistrationInfo>
  <Triggers>{trigger}</Triggers>
  <Principals>
    <Principal id="Author"><UserId>{account}</UserId>{logon}<RunLevel>HighestAvailable</RunLevel></Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT{minutes}M</ExecutionTimeLimit>
    <Priority>4</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>{program}</Command><Arguments>{arguments}</Arguments></Exec>
  </Actions>
</Task>"""
_BOOTSTRAP = """$ErrorActionPreference = 'Stop'
$bytes = [System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath '{file}'))
$sha256 = New-Object -TypeName System.Security.Cryptography.SHA256CryptoServiceProvider
$hash = [System.BitConverter]::ToString($sha256.ComputeHash($bytes))
if ($hash.Replace('-', '') -ne '{sha256}') {{ exit 87 }}
& ([scriptblock]::Create([System.Text.Encoding]::UTF8.GetString($bytes)))"""


def task_command(file: str, sha256: str) -> str:
    """The arguments of powershell.exe by which a task runs a script file with this hash and no other."""
    text = _BOOTSTRAP.format(file=file.replace("'", "''"), sha256=sha256)
    return f"-NoLogo -NoProfile -NonInteractive -EncodedCommand {base64.b64encode(text.encode('utf-16-le')).decode()}"


def task_document(
    file: str,
    sha256: str,
    *,
    minutes: int = 60,
    at: str = "",
    days: Sequence[str] = (),
    once: Sequence[str] = (),
    account: str = "S-1-5-18",
    description: str = "A job of iisfleet.",
) -> str:
    """The task's XML: at a time of day (on some days of the week), or without one when started and at each boot.

    once: moments in UTC, beside each boot.
    """
    return _DOCUMENT.format(
        description=escape(description),
        trigger=_calendar(at, days)
        if at
        else "".join(map(_once, once)) + "<BootTrigger><Enabled>true</Enabled></BootTrigger>",
        account=escape(account),
        logon="" if account in _NO_LOGON else "<LogonType>S4U</LogonType>",
        minutes=minutes,
        program=PROGRAM,
        arguments=task_command(file, sha256),
    )


def _once(moment: str) -> str:
    return f"<TimeTrigger><StartBoundary>{moment}</StartBoundary></TimeTrigger>"


def _calendar(at: str, days: Sequence[str]) -> str:
    repeat = "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
    if days:
        names = "".join(f"<{day.capitalize()} />" for day in days)
        repeat = f"<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>{names}</DaysOfWeek></ScheduleByWeek>"
    return f"<CalendarTrigger><StartBoundary>2026-01-01T{at}:00</StartBoundary>{repeat}</CalendarTrigger>"
