function Start-HostJob {
    <#
    .SYNOPSIS
    Starts a script as a job: detached from this session, as SYSTEM, at most once.
    .DESCRIPTION
    The script is the pipeline input. It runs as a scheduled task, survives this session, WinRM and a boot, and
    tells its results in the job's folder. A job of that name that is there already is left as it is; another one
    that has not ended is a reason to refuse. Bookkeeping: no changes.
    .PARAMETER Id
    The job.
    .PARAMETER Run
    The run that starts it.
    .PARAMETER Task
    What the run does, such as 'restart'.
    .PARAMETER Who
    The person.
    .PARAMETER Controller
    The machine the run is controlled from.
    .PARAMETER Sha256
    The hash of the script.
    .PARAMETER Secrets
    What the script is to find in its $Secrets.
    .PARAMETER TimeoutMinutes
    After this time Windows ends it.
    .EXAMPLE
    Start-HostJob -Id 'r1' -Run 'r1' -Task 'restart' -Who 'anna' -Controller 'ops01' -Sha256 $hash
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Id,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Task,

        [Parameter(Mandatory = $true)]
        [string] $Who,

        [Parameter(Mandatory = $true)]
        [string] $Controller,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $Sha256,

        [System.Collections.IDictionary] $Secrets = @{},

        [ValidateRange(1, 10080)]
        [int] $TimeoutMinutes = 60
    )

    if (-not $PSCmdlet.ShouldProcess($Id, 'Start the job')) {
        return New-StepResult -Data @{ id = $Id; state = 'registered' }
    }
    $null = Initialize-JobFolder
    $gate = Open-JobGate
    try {
        $state = Read-JobState -Folder (Get-JobFolder -Id $Id)
        if ($null -ne $state) {
            return New-StepResult -Data @{ id = $Id; state = Get-JobCondition -State $state }
        }
        $jobs = @(Read-AllJobState)
        Assert-NoJob -State $jobs
        $sequence = 1
        if ($jobs.Count -gt 0) {
            $sequence = $jobs[-1].sequence + 1
        }
        Write-JobFile -Id $Id -Sha256 $Sha256 -Secrets $Secrets
        Register-JobTask -Id $Id -TimeoutMinutes $TimeoutMinutes -Description "$Task, run $Run of $Who"
        # From here on it is a job: what breaks before leaves a folder that the next attempt fills again.
        $state = New-JobState -Id $Id -Run $Run -Task $Task -Who $Who -Controller $Controller -Sequence $sequence
        Write-JobState -Folder (Get-JobFolder -Id $Id) -State $state
        try {
            Start-ScheduledTask -TaskName "job-$Id" -TaskPath '\iisfleet\' -ErrorAction Stop
        }
        catch {
            # Or it would run at the next boot, when nobody reckons with it.
            Unregister-JobTask -Id $Id
            Remove-Tree -Path (Get-JobFolder -Id $Id)
            throw
        }
    }
    finally {
        $gate.Dispose()
    }
    New-StepResult -Data @{ id = $Id; state = 'registered' }
}
