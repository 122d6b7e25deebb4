function New-TaskDocument {
    <#
    .SYNOPSIS
    Gives the XML of a scheduled task that runs a script file as SYSTEM.
    .DESCRIPTION
    Without a time of day it runs when it is started, at each boot until it is unregistered, and at the moments
    that are given. Priority 4, because the default of a task (7) is slow at reading and writing; a time limit of
    its own; also on battery.
    .PARAMETER File
    The script file.
    .PARAMETER Sha256
    Its hash.
    .PARAMETER TimeoutMinutes
    After this time Windows ends it.
    .PARAMETER At
    The time of day, such as '03:00'.
    .PARAMETER Days
    English names of the days of the week; none means every day.
    .PARAMETER Once
    Moments in UTC, such as 2026-01-01T03:00:00Z. Local time would pass twice on a night in autumn.
    .PARAMETER Account
    Whom it runs as: a SID or an account that needs no password, such as a group managed service account.
    .PARAMETER Description
    What a person reads in the Task Scheduler.
    .EXAMPLE
    New-TaskDocument -File 'C:\ProgramData\iisfleet\jobs\r1\job.ps1' -Sha256 $hash -TimeoutMinutes 60
    .OUTPUTS
    System.String
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $File,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Sha256,

        [ValidateRange(1, 10080)]
        [int] $TimeoutMinutes = 60,

        [ValidatePattern('^(([01][0-9]|2[0-3]):[0-5][0-9])?$')]
        [string] $At = '',

        [AllowEmptyCollection()]
        [string[]] $Days = @(),

        [AllowEmptyCollection()]
        [ValidatePattern('^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$')]
        [string[]] $Once = @(),

        [ValidateNotNullOrEmpty()]
        [string] $Account = 'S-1-5-18',

        [string] $Description = 'A job of iisfleet.'
    )

    $moments = @($Once | ForEach-Object -Process {
            "<TimeTrigger><StartBoundary>$_</StartBoundary></TimeTrigger>"
        })
    $trigger = ($moments -join '') + '<BootTrigger><Enabled>true</Enabled></BootTrigger>'
    if ($At) {
        $repeat = '<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>'
        if ($Days.Count -gt 0) {
            $names = @($Days | ForEach-Object -Process {
                    '<{0} />' -f ($_.Substring(0, 1).ToUpperInvariant() + $_.Substring(1).ToLowerInvariant())
                })
            $repeat = '<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>' + ($names -join '') +
                '</DaysOfWeek></ScheduleByWeek>'
        }
        $trigger = '<CalendarTrigger><StartBoundary>2026-01-01T{0}:00</StartBoundary>{1}</CalendarTrigger>' -f $At,
            $repeat
    }
    # In full: PATH may lead elsewhere, and this runs as SYSTEM.
    $program = '%windir%\System32\WindowsPowerShell\v1.0\powershell.exe'
    # Only SYSTEM and the service accounts may do without a kind of logon; S4U is the one that needs no password.
    $logon = if ($Account -match '^S-1-5-(18|19|20)$') { '' } else { '<LogonType>S4U</LogonType>' }
    @(
        '<?xml version="1.0" encoding="UTF-16"?>'
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">'
        '  <RegistrationInfo><Description>{0}</Description></RegistrationInfo>' -f
            [System.Security.SecurityElement]::Escape($Description)
        "  <Triggers>$trigger</Triggers>"
        '  <Principals>'
        '    <Principal id="Author"><UserId>{0}</UserId>{1}<RunLevel>HighestAvailable</RunLevel></Principal>' -f
            [System.Security.SecurityElement]::Escape($Account), $logon
        '  </Principals>'
        '  <Settings>'
        '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>'
        '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>'
        '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>'
        '    <StartWhenAvailable>true</StartWhenAvailable>'
        '    <ExecutionTimeLimit>PT{0}M</ExecutionTimeLimit>' -f $TimeoutMinutes
        '    <Priority>4</Priority>'
        '  </Settings>'
        '  <Actions Context="Author">'
        '    <Exec><Command>{0}</Command><Arguments>{1}</Arguments></Exec>' -f $program,
            (New-TaskCommand -File $File -Sha256 $Sha256)
        '  </Actions>'
        '</Task>'
    ) -join "`n"
}
