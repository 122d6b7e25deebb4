function Install-HostFeature {
    <#
    .SYNOPSIS
    Installs Windows features.
    .DESCRIPTION
    With what stands above them. Only the missing ones are installed, in one transaction, and Windows is asked
    again afterwards. A restart is never made here: Data.rebootRequired tells that one is needed.
    .PARAMETER Names
    The features, by the names of this kind of Windows: Web-Server on a server, IIS-WebServerRole on a desktop.
    .PARAMETER Source
    A folder or share with the files of features, such as sources\sxs of the installation media.
    .EXAMPLE
    Install-HostFeature -Names 'Web-Server', 'Web-Windows-Auth'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Names,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Source = ''
    )

    $found = Get-HostFeature
    $unknown = @($Names | Where-Object -FilterScript { -not $found.ContainsKey($_) })
    if ($unknown.Count -gt 0) {
        throw (New-StepError -Message "This Windows does not have the feature $($unknown -join ', ')." `
                -Kind 'feature' -Expected 'a name that Windows lists' -Found ([string] (Get-SystemFact).caption) `
                -Remedy 'Correct setup.features in the inventory. Server Core has no graphical features.')
    }
    $missing = @($Names | Where-Object -FilterScript { -not $found[$_] })
    $changes = @($missing | ForEach-Object -Process { New-Change -Path "feature/$_" -After 'installed' })
    if ($WhatIfPreference) {
        $script:IisFleet['PlannedFeatures'] = $missing
    }
    $restart = $false
    if ($missing.Count -gt 0 -and $PSCmdlet.ShouldProcess($missing -join ', ', 'Install')) {
        $restart = Add-HostFeature -Name $missing -Source $Source
        $found = Get-HostFeature
        $left = @($missing | Where-Object -FilterScript { -not $found[$_] })
        if ($left.Count -gt 0) {
            throw (New-StepError -Message "Windows says that it installed $($left -join ', '), and did not." `
                    -Kind 'feature' -Expected 'installed' -Found 'not installed' `
                    -Remedy 'Look into C:\Windows\Logs\CBS\CBS.log and DISM\dism.log of this host.')
        }
    }
    New-StepResult -Change $changes -Data @{ rebootRequired = $restart -or (Test-PendingReboot) }
}
