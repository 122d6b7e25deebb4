function Remove-OldJob {
    <#
    .SYNOPSIS
    Tidies up after a job that has ended, and removes what is kept of older ones.
    .DESCRIPTION
    The tasks of all jobs that have ended go, also one that a dead controller left; the newest few keep their
    folders. A job that has not ended is left alone. Uploads that no job has used go, too. What cannot be removed
    is a warning. Bookkeeping: no changes.
    .PARAMETER Keep
    How many to keep.
    .PARAMETER Id
    The job that has ended.
    .EXAMPLE
    Remove-OldJob -Keep 5 -Id 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidateRange(1, 1000)]
        [int] $Keep = 5,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Id = ''
    )

    $removed = @()
    $warnings = @()
    $ended = @(Read-AllJobState | Where-Object -FilterScript { $_.state -eq 'ended' })
    if (@($ended | Where-Object -FilterScript { $_.id -eq $Id }).Count -gt 0 -or -not $Id) {
        for ($number = 0; $number -lt $ended.Count; $number++) {
            $job = $ended[$number]
            $isOld = $number -lt $ended.Count - $Keep
            if (-not $PSCmdlet.ShouldProcess($job.id, 'Tidy up')) {
                continue
            }
            try {
                Unregister-JobTask -Id $job.id
                if ($isOld -and $job.id -ne $Id) {
                    Remove-Tree -Path (Get-JobFolder -Id $job.id)
                    $removed += $job.id
                }
            }
            catch {
                $warnings += 'What is left of job {0} cannot be removed: {1}' -f $job.id, $_.Exception.Message
            }
        }
    }
    $warnings += @(Clear-HostLeftover)
    New-StepResult -Data @{ removed = [object[]] $removed } -Warning $warnings
}
