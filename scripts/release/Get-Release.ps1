function Get-Release {
    <#
    .SYNOPSIS
    Lists the complete releases of a site's path.
    .DESCRIPTION
    A release is complete if its folder and its manifest are both there; other folders are not ours and are not
    listed. Of each: id, manifest (the hash of the recorded one), and with a target what
    Get-SettingsFact tells of the settings with which it was live.
    .PARAMETER Path
    The path of the site, which has the folder releases.
    .PARAMETER Target
    What is deployed.
    .EXAMPLE
    Get-Release -Path 'C:\inetpub\shop'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [string] $Target = ''
    )

    if (-not (Test-Path -LiteralPath "$Path\releases")) {
        return
    }
    $records = @(Get-ChildItem -LiteralPath "$Path\releases" -Filter '*.manifest' -File |
            Sort-Object -Property Name)
    foreach ($record in $records) {
        if (Test-Path -LiteralPath "$Path\releases\$($record.BaseName)" -PathType Container) {
            $release = @{
                id       = $record.BaseName
                manifest = Get-ContentHash -Path "$Path\releases\$($record.Name)"
            }
            if ($Target) {
                $release += Get-SettingsFact -Target $Target -Release $record.BaseName
            }
            $release
        }
    }
}
