function Get-JobCondition {
    <#
    .SYNOPSIS
    Tells what became of a job: registered, running, ended or lost.
    .DESCRIPTION
    A job is lost if it has not ended and no process runs it: the one that ran it is gone, or it was registered
    more than a minute ago and its task does not run. A task that runs is about to begin, or to revert after a
    boot.
    .PARAMETER State
    What Read-JobState gave.
    .EXAMPLE
    Get-JobCondition -State $state
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $State
    )

    if ($State.state -eq 'ended') {
        return 'ended'
    }
    if ($State.state -eq 'running' -and [int] $State.processId -gt 0 -and
        (Test-HostSession -ProcessId $State.processId -Started ([string] $State.processStarted))) {
        return 'running'
    }
    if ($State.state -eq 'registered' -and (Get-JobAge -State $State) -lt 60) {
        return 'registered'
    }
    $task = Get-ScheduledTask -TaskName "job-$($State.id)" -TaskPath '\iisfleet\' -ErrorAction SilentlyContinue
    if ($null -ne $task -and @('Running', 'Queued') -contains "$($task.State)") {
        return $State.state
    }
    'lost'
}
