function Unregister-JobTask {
    <#
    .SYNOPSIS
    Removes the scheduled task of a job.
    .DESCRIPTION
    It is no error if there is none. A process of it that runs goes on.
    .PARAMETER Id
    The job.
    .EXAMPLE
    Unregister-JobTask -Id 'r1'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Id
    )

    $task = Get-ScheduledTask -TaskName "job-$Id" -TaskPath '\iisfleet\' -ErrorAction SilentlyContinue
    if ($null -ne $task -and $PSCmdlet.ShouldProcess("\iisfleet\job-$Id", 'Unregister the scheduled task')) {
        Unregister-ScheduledTask -TaskName "job-$Id" -TaskPath '\iisfleet\' -Confirm:$false -ErrorAction Stop
    }
}
