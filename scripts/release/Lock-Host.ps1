function Lock-Host {
    <#
    .SYNOPSIS
    Takes this host for one run.
    .DESCRIPTION
    The lock is a file, there until Unlock-Host removes it. It is taken from another run only if that run's session
    on this host has ended, or if the controller has proven that run dead; even then only when no script of it is
    at work any more. Waits for such a script, not for a living run.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Who
    The person.
    .PARAMETER Controller
    The machine the run is controlled from.
    .PARAMETER ProcessId
    The process there.
    .PARAMETER Why
    What the run does, such as 'deploy shop 1.2.3'.
    .PARAMETER Supersedes
    A run that the controller has proven dead.
    .PARAMETER Guard
    This is the guard of the host: it also takes the lock of a run whose time is over, and works beside the lock of
    a person.
    .PARAMETER TimeoutSeconds
    How long to wait for a script that is still at work.
    .EXAMPLE
    Lock-Host -Run 'r2' -Who 'anna' -Controller 'ops01' -ProcessId 4711 -Why 'deploy' -Supersedes 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [string] $Who,

        [Parameter(Mandatory = $true)]
        [string] $Controller,

        [int] $ProcessId = 0,

        [AllowEmptyString()]
        [string] $Why = '',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Supersedes = '',

        [bool] $Guard = $false,

        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $folder = Initialize-HostFolder
    $lock = Read-HostLock
    Assert-HostLock -Lock $lock -Run $Run -Supersedes $Supersedes -Guard $Guard
    Assert-HostIdle -TimeoutSeconds $TimeoutSeconds
    # Read again: only now can nobody else be writing it.
    $lock = Read-HostLock
    $warnings = @()
    Assert-HostLock -Lock $lock -Run $Run -Supersedes $Supersedes -Guard $Guard
    if ($null -ne $lock -and $lock.manual) {
        # A guard came this far: the lock of a person stays, no run starts meanwhile, and work is held.
        $stays = 'This host was locked by hand ({0}: {1}), and stays so.' -f $lock.who, $lock.message
        return New-StepResult -Data @{ run = $Run } -Warning $stays
    }
    if ($null -ne $lock -and $lock.run -ne $Run) {
        $warnings += 'The lock of run {0} ({1} at {2}) was left behind and is replaced.' -f $lock.run, $lock.who,
            $lock.controller
    }
    $session = Get-HostSession
    $entry = [ordered] @{
        run = $Run; who = $Who; controller = $Controller; processId = $ProcessId; why = $Why
        since = [datetime]::UtcNow.ToString('o')
        sessionProcessId = $session.processId; sessionStarted = $session.started
    }
    if ($null -ne $lock -and $lock.run -eq $Run) {
        $entry.since = $lock.since
    }
    if ($PSCmdlet.ShouldProcess("$folder\lock", "Lock this host for run $Run")) {
        Write-TextFile -Path "$folder\lock" -Text (ConvertTo-Json -InputObject $entry -Compress)
    }
    New-StepResult -Data @{ run = $Run } -Warning $warnings
}
