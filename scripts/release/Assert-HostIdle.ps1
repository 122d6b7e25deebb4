function Assert-HostIdle {
    <#
    .SYNOPSIS
    Fails unless every other script of iisfleet on this host ends in time, and marks this one as the one at work.
    .DESCRIPTION
    See Wait-HostScript. A job that is at work is named: no controller has to be there for it to go on.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Assert-HostIdle -TimeoutSeconds 60
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 60
    )

    if (-not (Wait-HostScript -TimeoutSeconds $TimeoutSeconds)) {
        $found = "$(Get-HostFolder)\work is held open"
        $remedy = 'Wait until it has ended or reverted, then run again. One that hangs: ' +
            'the guard of its run, if it has one, acts at its deadline.'
        $job = Find-HostJob
        if ($null -ne $job -and (Get-JobCondition -State $job) -ne 'lost') {
            $found = "the job $($job.id), $($job.task), of $($job.who) at $($job.controller) since $($job.since)"
            $remedy = 'Wait until the job has ended: invoke status shows it. Then run again.'
        }
        throw (New-StepError -Message 'Another script of iisfleet is still at work on this host.' -Kind 'locked' `
                -Expected "its end within $TimeoutSeconds s" -Found $found -Remedy $remedy)
    }
}
