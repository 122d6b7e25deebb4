function Assert-HostLock {
    <#
    .SYNOPSIS
    Fails if the lock of this host may not be taken by a run.
    .DESCRIPTION
    It may be taken if it is the run's own or there is none, if the session of the run that holds it has ended, if
    the controller has proven that run dead, and by a guard if the time of that run is over; never by a run if a
    person has set it. That keeps no guard from its work: what is half done would stay so.
    .PARAMETER Lock
    What Read-HostLock gave.
    .PARAMETER Run
    The run that wants it.
    .PARAMETER Supersedes
    A run that the controller has proven dead.
    .PARAMETER Guard
    Whether a guard wants it.
    .EXAMPLE
    Assert-HostLock -Lock (Read-HostLock) -Run 'r2' -Supersedes 'r1'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [AllowNull()]
        [hashtable] $Lock,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Run,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Supersedes = '',

        [bool] $Guard = $false
    )

    if ($null -ne $Lock -and $Lock.manual -and -not $Guard) {
        throw (New-StepError -Message "This host was locked by hand: $($Lock.message)" -Kind 'locked' `
                -Expected 'no lock' -Found "$($Lock.who) at $($Lock.controller) since $($Lock.since)" `
                -Remedy "Ask $($Lock.who). When it may go on: invoke unlock for this host, then run again.")
    }
    if ($Guard -and -not (Test-HostGuardDue)) {
        throw (New-StepError -Message 'No run of this host is over its time.' -Kind 'idle' `
                -Expected 'a guard that is due' -Found 'none' -Remedy 'Nothing is left to do.')
    }
    if ($null -eq $Lock -or $Lock.run -eq $Run -or $Lock.run -eq $Supersedes -or -not $Lock.sessionAlive) {
        return
    }
    if ($Guard -and (Test-HostGuardDue -Run $Lock.run)) {
        return
    }
    $remedy = "Wait until run $($Lock.run) has ended, or stop it where it was started."
    if ($Lock.run -eq 'guard') {
        $remedy = 'Wait some minutes: this host puts back by itself what a run left unfinished.'
    }
    throw (New-StepError -Message "This host is locked by run $($Lock.run)." -Kind 'locked' `
            -Expected 'no lock' `
            -Found "$($Lock.who) at $($Lock.controller) since $($Lock.since): $($Lock.why)" -Remedy $remedy)
}
