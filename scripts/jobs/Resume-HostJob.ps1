function Resume-HostJob {
    <#
    .SYNOPSIS
    Starts the task of a job again that nothing runs any more.
    .DESCRIPTION
    A job that had begun then takes back what it left unfinished; one whose process never came begins. Its task is
    made again if somebody removed it. Bookkeeping: no changes.
    .PARAMETER Id
    The job.
    .EXAMPLE
    Resume-HostJob -Id 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Id
    )

    $folder = Get-JobFolder -Id $Id
    $state = Read-JobState -Folder $folder
    if ($null -eq $state) {
        throw (New-StepError -Message "There is no job $Id on this host." -Kind 'job' `
                -Expected "$folder\state.json" -Found 'no such file' `
                -Remedy 'Run the command again that started it.')
    }
    $condition = Get-JobCondition -State $state
    if ($condition -eq 'lost' -and $PSCmdlet.ShouldProcess("\iisfleet\job-$Id", 'Start the task again')) {
        $null = Initialize-JobFolder -Id $Id
        $task = Get-ScheduledTask -TaskName "job-$Id" -TaskPath '\iisfleet\' -ErrorAction SilentlyContinue
        if ($null -eq $task) {
            Register-JobTask -Id $Id
        }
        Start-ScheduledTask -TaskName "job-$Id" -TaskPath '\iisfleet\' -ErrorAction Stop
    }
    New-StepResult -Data @{ id = $Id; state = $condition }
}
