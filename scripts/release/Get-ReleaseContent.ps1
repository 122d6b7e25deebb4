function Get-ReleaseContent {
    <#
    .SYNOPSIS
    Describes what is really in the folder of a release.
    .DESCRIPTION
    Hashes the files that the recorded manifest names: what the application wrote later is not counted. Returns
    nothing if the release is not complete.
    .PARAMETER Path
    The path of the site.
    .PARAMETER Release
    The id of the release.
    .EXAMPLE
    (Get-ReleaseContent -Path 'C:\inetpub\shop' -Release '1.0-0a1b2c3d4e').Sha256
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release
    )

    $folder = "$Path\releases\$Release"
    $recorded = Read-TextFile -Path "$folder.manifest"
    if ($null -eq $recorded -or -not (Test-Path -LiteralPath $folder -PathType Container)) {
        return
    }
    # psbase: a file may be called Values, and would be taken for the property.
    $entries = (ConvertFrom-Manifest -Text $recorded).psbase.Values
    $names = [string[]] @($entries | ForEach-Object -Process { $_.Path })
    Get-FileManifest -Path $folder -Name $names
}
