function Get-SettingsFile {
    <#
    .SYNOPSIS
    Gives the file that holds the settings of a release.
    .DESCRIPTION
    Without a release the folder of the target. Only SYSTEM and Administrators may enter (Initialize-HostFolder).
    .PARAMETER Target
    What is deployed; its slashes become ~.
    .PARAMETER Release
    The id of the release.
    .EXAMPLE
    Get-SettingsFile -Target 'Shop/api' -Release '1.0-0a1b2c3d4e'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('[^./\\]')]
        [string] $Target,

        [ValidatePattern('^([A-Za-z0-9][A-Za-z0-9._+-]*)?$')]
        [string] $Release = ''
    )

    $folder = '{0}\settings\{1}' -f (Get-HostFolder), ($Target -replace '[/\\:*?"<>|]', '~')
    if ($Release) { "$folder\$Release.json" } else { $folder }
}
