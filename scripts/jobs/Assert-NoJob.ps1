function Assert-NoJob {
    <#
    .SYNOPSIS
    Fails if one of these jobs is at work.
    .DESCRIPTION
    Two jobs would restart IIS or install under each other.
    .PARAMETER State
    What Read-AllJobState gave.
    .EXAMPLE
    Assert-NoJob -State @(Read-AllJobState)
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $State
    )

    foreach ($job in $State) {
        if (@('registered', 'running') -contains (Get-JobCondition -State $job)) {
            throw (New-StepError -Message "The job $($job.id) is at work on this host." -Kind 'locked' `
                    -Expected 'no job' `
                    -Found "$($job.task) of $($job.who) at $($job.controller) since $($job.since)" `
                    -Remedy 'Wait until it has ended, then run again.')
        }
    }
}
