function Remove-OldRelease {
    <#
    .SYNOPSIS
    Deletes the releases of a target that are too old to keep.
    .DESCRIPTION
    Keeps the release that goes live and those that were live before it, as many as Keep says in all, by the order
    of the journal. Never deleted: what IIS serves, a folder without a manifest (not ours), what was live of
    another target in the same folder, and, while the journal knows no previous release, those it does not name.
    What is in use stays and becomes a warning. With -WhatIf the release that the target serves counts as one that
    it will not serve any more. What was sent to this host and never used goes, too.
    .PARAMETER Target
    The target.
    .PARAMETER Path
    Its path.
    .PARAMETER Keep
    How many releases stay; 1: nothing of what was live before.
    .PARAMETER Release
    The release that goes live.
    .PARAMETER WaitSeconds
    How long to wait for files that are in use: a worker process that IIS has replaced takes a moment to end.
    .EXAMPLE
    Remove-OldRelease -Target 'Shop' -Path 'C:\inetpub\shop' -Keep 5 -Release '1.2-0a1b2c3d4e'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateRange(1, 1000)]
        [int] $Keep,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._+-]*$')]
        [string] $Release,

        [ValidateRange(0, 600)]
        [int] $WaitSeconds = 0
    )

    $complete = @(Get-Release -Path $Path | ForEach-Object -Process { $_.id })
    $earlier = @(Get-ReleaseOrder -Target $Target | Where-Object -FilterScript {
            $_ -ne $Release -and $complete -contains $_
        })
    $known = @($Release) + $earlier
    $kept = @($known | Select-Object -First $Keep)
    $old = @($known | Where-Object -FilterScript { $kept -notcontains $_ })
    if ($earlier.Count -gt 0) {
        # Of another target: it may have been live in this folder, under another name of the site or from another
        # inventory, and that target can still go back to it.
        $others = @(Get-LiveEntry | Where-Object -FilterScript { $_['target'] -ne $Target } |
                ForEach-Object -Process { $_['release'] })
        $old += @($complete | Where-Object -FilterScript { $known -notcontains $_ -and $others -notcontains $_ })
    }
    $changes = @()
    $warnings = @()
    foreach ($id in $old) {
        $isLive = $WhatIfPreference -and $id -eq $earlier[0]
        if (Test-ReleaseServed -Path $Path -Release $id -Except $(if ($isLive) { $Target } else { '' })) {
            $warnings += "Release $id stays: IIS serves it."
            continue
        }
        if ($isLive) {
            $changes += New-Change -Path "release/$Target/$id" -Before 'kept' -After $null
            continue
        }
        $outcome = Remove-ReleaseFolder -Path $Path -Release $id -Target $Target
        for ($waited = 0; -not $outcome.Removed -and $waited -lt $WaitSeconds; $waited++) {
            Start-Sleep -Seconds 1
            $outcome = Remove-ReleaseFolder -Path $Path -Release $id -Target $Target
        }
        if ($outcome.Removed) {
            $changes += New-Change -Path "release/$Target/$id" -Before 'kept' -After $null
        }
        if ($outcome.Warning) {
            $warnings += $outcome.Warning
        }
    }
    $warnings += @(Clear-ReleaseLeftover -Path $Path) + @(Clear-HostLeftover)
    $left = @(Get-Release -Path $Path | ForEach-Object -Process { $_.id }) + @($Release)
    Remove-ReleaseSettings -Target $Target -Kept $left
    New-StepResult -Change $changes -Warning $warnings
}
