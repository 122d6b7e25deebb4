function Remove-Release {
    <#
    .SYNOPSIS
    Takes back a release that did not go live.
    .DESCRIPTION
    For reverting. A release that IIS serves, or that the journal calls deployed, stays. A missing one is no error.
    .PARAMETER Path
    The path of the site.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Target
    The target; with it only its own entries in the journal count. Without it the last part of Path.
    .EXAMPLE
    Remove-Release -Path 'C:\inetpub\shop' -Release '1.2-0a1b2c3d4e' -Target 'Shop'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._+-]*$')]
        [string] $Release,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Target = ''
    )

    $folder = "$Path\releases\$Release"
    $live = @(Get-LiveEntry -Target $Target | ForEach-Object -Process { $_['release'] })
    if ($live -contains $Release -or -not (Test-Path -LiteralPath "$folder.manifest") -or
        -not (Test-Path -LiteralPath $folder)) {
        return New-StepResult
    }
    $lock = Read-HostLock
    if ($null -ne $lock -and $lock.sessionAlive -and $lock.sessionProcessId -ne $PID) {
        # This script never got the host: the release may be another run's work.
        return New-StepResult -Warning "Release $Release stays: run $($lock.run) holds this host."
    }
    if (-not $WhatIfPreference) {
        # A failed script may have left edits in the shared draft: what IIS really serves is asked.
        $null = Get-IisManager -Renew
    }
    if (Test-ReleaseServed -Path $Path -Release $Release) {
        return New-StepResult -Warning "Release $Release stays: IIS serves it."
    }
    $owner = if ($Target) { $Target } else { $Path.Substring($Path.LastIndexOf('\') + 1) }
    $changes = @()
    $outcome = Remove-ReleaseFolder -Path $Path -Release $Release -Target $Target
    if ($outcome.Removed) {
        $changes += New-Change -Path "release/$owner/$Release" -Before 'kept' -After $null
    }
    New-StepResult -Change $changes -Warning $outcome.Warning
}
