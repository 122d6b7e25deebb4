function Remove-ReleaseFolder {
    <#
    .SYNOPSIS
    Deletes one release whole, or leaves it whole.
    .DESCRIPTION
    Returns Removed (with -WhatIf: whether it would be) and Warning, a sentence or nothing. The folder takes
    another name first: Windows refuses that while any file in it is open, so that a release in use never loses
    half of its files. A crash afterwards leaves a folder ending in .removing, which the next retention deletes.
    .PARAMETER Path
    The path of the site.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Target
    The target, whose saved settings of that release go, too.
    .EXAMPLE
    Remove-ReleaseFolder -Path 'C:\inetpub\shop' -Release '1.0-0a1b2c3d4e'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release,

        [AllowEmptyString()]
        [string] $Target = ''
    )

    $folder = "$Path\releases\$Release"
    $again = 'The next deploy tries again.'
    try {
        $locked = Find-LockedFile -Path $folder
    }
    catch {
        # The app may have made a folder that nobody else may enter, or a path too long for Windows PowerShell.
        $reason = "Release $Release stays, for it cannot be looked through: $($_.Exception.Message) $again"
        return [PSCustomObject]@{ Removed = $false; Warning = $reason }
    }
    if ($locked) {
        return [PSCustomObject]@{ Removed = $false; Warning = "Release $Release stays: $locked is in use. $again" }
    }
    $warning = $null
    if ($PSCmdlet.ShouldProcess($folder, 'Delete the release')) {
        try {
            Remove-Tree -Path "$folder.removing"
            Rename-Item -LiteralPath $folder -NewName "$Release.removing"
        }
        catch {
            $reason = "Release $Release stays: $($_.Exception.Message) $again"
            return [PSCustomObject]@{ Removed = $false; Warning = $reason }
        }
        try {
            Remove-Item -LiteralPath "$folder.manifest" -Force
            if ($Target) {
                Remove-ReleaseSettings -Target $Target -Release $Release
            }
            Remove-Tree -Path "$folder.removing"
        }
        catch {
            $warning = "Of release $Release something is left in $folder.removing: $($_.Exception.Message) $again"
        }
    }
    [PSCustomObject]@{ Removed = $true; Warning = $warning }
}
