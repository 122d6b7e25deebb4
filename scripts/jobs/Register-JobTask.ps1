function Register-JobTask {
    <#
    .SYNOPSIS
    Registers the scheduled task of a job.
    .DESCRIPTION
    It runs job.ps1 of the job's folder as it is now, and nothing that is put there later.
    .PARAMETER Id
    The job.
    .PARAMETER TimeoutMinutes
    After this time Windows ends it.
    .PARAMETER Description
    What a person reads in the Task Scheduler.
    .EXAMPLE
    Register-JobTask -Id 'r1' -TimeoutMinutes 60
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Id,

        [int] $TimeoutMinutes = 60,

        [string] $Description = "Job $Id of iisfleet."
    )

    if (-not $PSCmdlet.ShouldProcess("\iisfleet\job-$Id", 'Register the scheduled task')) {
        return
    }
    $file = "$(Get-JobFolder -Id $Id)\job.ps1"
    $document = New-TaskDocument -File $file -Sha256 (Get-ContentHash -Path $file) -Description $Description `
        -TimeoutMinutes $TimeoutMinutes
    # A function of a module: it does not see our preference.
    $task = @{ TaskName = "job-$Id"; TaskPath = '\iisfleet\'; Xml = $document }
    $null = Register-ScheduledTask @task -Force -ErrorAction Stop
}
