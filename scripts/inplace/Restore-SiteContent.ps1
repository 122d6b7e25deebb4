function Restore-SiteContent {
    <#
    .SYNOPSIS
    Puts content back that a publish in place has changed and not finished.
    .DESCRIPTION
    From the books and the copies alone, in whatever process: takes the site offline if it is not, puts back what
    was changed and removed, deletes what was added, web.config in one step, and proves it by hash. The site stays
    offline; Resume-Site brings it back. Of a run that the journal calls deployed or rolled back, only what it had
    saved is deleted. All targets are tried before it fails.
    .PARAMETER Run
    The id of the run; without it every run whose publish is noted, the latest first.
    .PARAMETER TimeoutSeconds
    How long to wait, for each target, until its files are free.
    .EXAMPLE
    Restore-SiteContent -Run 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Run = '',

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $runs = if ($Run) { @($Run) } else { @(Get-ContentRun) }
    $changes = @()
    $problems = @()
    $restored = $null
    foreach ($id in $runs) {
        try {
            $record = Read-SiteContent -Run $id
        }
        catch {
            $problems += $_.Exception.Message
            continue
        }
        if ($null -eq $record) {
            continue
        }
        $isOver = Test-RunDeployed -Run $id
        if ($isOver -and @($record.targets | Where-Object -FilterScript { $null -ne $_.offline }).Count -eq 0) {
            $null = Remove-SiteBackup -Run $id
            continue
        }
        foreach ($entry in $record.targets) {
            if (-not $isOver -and @('publishing', 'published') -contains $entry.stage) {
                $changes += New-Change -Path "content/$($entry.target)" -Before $entry.after -After $entry.manifest
                if ($null -eq $restored) {
                    $restored = $id
                }
                try {
                    $left = @(Undo-SiteContent -Record $record -Entry $entry -TimeoutSeconds $TimeoutSeconds)
                }
                catch {
                    $left = @("$($entry.path): $($_.Exception.GetBaseException().Message)")
                }
                if ($left.Count -gt 0) {
                    $problems += $left
                    continue
                }
            }
            $entry.stage = 'settled'
            try {
                Write-SiteContent -Record $record
            }
            catch {
                $why = $_.Exception.GetBaseException().Message
                $problems += "that $($entry.path) is back cannot be written down: $why"
            }
        }
    }
    # What a later step of the same script asks is no longer what was read before.
    $script:IisFleet['Live'] = @{}
    if ($problems.Count -gt 0) {
        throw (New-StepError -Message 'Not all content is back as it was.' -Kind 'content' `
                -Expected 'each file as before the run' -Found ($problems -join '; ') `
                -Remedy 'Free those files or make room, then deploy or roll back: that puts back first.')
    }
    New-StepResult -Change $changes -Data @{ restored = $restored }
}
