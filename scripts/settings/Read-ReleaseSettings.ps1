function Read-ReleaseSettings {
    <#
    .SYNOPSIS
    Reads the settings with which a release was live.
    .DESCRIPTION
    Returns nothing if none were saved, or if the file cannot be read or is that of another target.
    .PARAMETER Target
    What is deployed.
    .PARAMETER Release
    The id of the release.
    .EXAMPLE
    (Read-ReleaseSettings -Target 'Shop' -Release '1.0-0a1b2c3d4e').pool
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release
    )

    $text = Read-TextFile -Path (Get-SettingsFile -Target $Target -Release $Release)
    if ($null -eq $text) {
        return
    }
    try {
        $saved = ConvertFrom-Json -InputObject $text
        if ($saved.target -eq $Target -and $saved.release -eq $Release) {
            return $saved
        }
    }
    catch {
        Write-Verbose -Message 'Settings that cannot be read count as none.'
    }
}
