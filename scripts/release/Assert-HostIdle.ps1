function Assert-HostIdle {
    <#
    .SYNOPSIS
    Fails unless every other script of iisfleet on this host ends in time, and marks this one as the one at work.
    .DESCRIPTION
    See Wait-HostScript.
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
        throw (New-StepError -Message 'Another script of iisfleet is still at work on this host.' -Kind 'locked' `
                -Expected "its end within $TimeoutSeconds s" -Found "$(Get-HostFolder)\work is held open" `
                -Remedy ('Wait until it has ended or reverted, then run again. One that hangs: ' +
                    'the guard of its run, if it has one, acts at its deadline.'))
    }
}
