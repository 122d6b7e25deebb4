function Get-GuardRest {
    <#
    .SYNOPSIS
    Gives the seconds that a guarded run has left; none means that its guard is due.
    .DESCRIPTION
    None either if the session that the run worked in has ended, or if the host was started again: nobody goes on
    with that run. The time of day is not asked, somebody may have set it.
    .PARAMETER State
    What Read-GuardState gave.
    .EXAMPLE
    Get-GuardRest -State $state
    .OUTPUTS
    System.Double
    #>
    [CmdletBinding()]
    [OutputType([double])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $State
    )

    $elapsed = (Get-MonotonicSecond) - $State.monotonic
    $lives = $State.processId -gt 0 -and
        (Test-HostSession -ProcessId $State.processId -Started $State.processStarted)
    # Not -lt: a damaged file may say NaN.
    if (-not ($elapsed -ge 0 -and $lives)) {
        return 0.0
    }
    [math]::Max(0.0, $State.deadlineSeconds - $elapsed)
}
