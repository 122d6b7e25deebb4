function Resume-Site {
    <#
    .SYNOPSIS
    Brings sites back that Suspend-Site took offline.
    .DESCRIPTION
    Takes the page away and starts the pools that were stopped for it, and proves that. All targets are tried
    before it fails. What this script itself suspended is no change; what another one left behind is. When a run
    has nothing more to put back, what it had saved is deleted.
    .PARAMETER Run
    The id of the run; without it every run that has left something.
    .PARAMETER Target
    The target; without it all.
    .PARAMETER TimeoutSeconds
    How long to wait for each pool.
    .EXAMPLE
    Resume-Site -Run 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Run = '',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Target = '',

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $runs = if ($Run) { @($Run) } else { @(Get-ContentRun) }
    $changes = @()
    $problems = @()
    $seconds = @{}
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
        $mine = @($record.targets | Where-Object -FilterScript {
                $null -ne $_.offline -and (-not $Target -or $_.target -eq $Target)
            })
        foreach ($entry in $mine) {
            $watch = $null
            if ($null -ne $script:IisFleet['Offline']) {
                $watch = $script:IisFleet['Offline'][$entry.target]
            }
            if ($null -eq $watch) {
                $changes += New-Change -Path "offline/$($entry.target)" -Before $entry.offline.kind -After $null
            }
            $problems += @(Open-SiteContent -Record $record -Entry $entry -TimeoutSeconds $TimeoutSeconds)
            $seconds[$entry.target] = $null
            if ($null -ne $watch -and -not $WhatIfPreference) {
                $seconds[$entry.target] = [math]::Round($watch.Elapsed.TotalSeconds, 2)
                $script:IisFleet['Offline'].Remove($entry.target)
            }
        }
        $open = @($record.targets | Where-Object -FilterScript { $_.stage -ne 'settled' -or $null -ne $_.offline })
        if ($open.Count -eq 0) {
            $problems += @((Remove-SiteBackup -Run $id).Warnings)
        }
    }
    $problems = @($problems | Where-Object -FilterScript { $_ })
    if ($problems.Count -gt 0) {
        throw (New-StepError -Message 'Not every site is back.' -Kind 'start' `
                -Expected 'no app_offline.htm, and every pool started that was' -Found ($problems -join '; ') `
                -Remedy 'See the System event log, sources WAS and IIS-W3SVC. The next run tries again.')
    }
    New-StepResult -Change $changes -Data @{ offlineSeconds = $seconds }
}
