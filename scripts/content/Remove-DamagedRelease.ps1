function Remove-DamagedRelease {
    <#
    .SYNOPSIS
    Deletes a base whose files are not those of its manifest any more, so that nothing is built from it again.
    .DESCRIPTION
    Of content that is published in place: there the base is a copy that nobody serves and no look reads anew. One
    that IIS serves stays: each look reads it anew.
    .PARAMETER Path
    The folder of its releases.
    .PARAMETER Release
    The id of the release.
    .EXAMPLE
    Remove-DamagedRelease -Path 'C:\inetpub\shop.iisfleet' -Release '1.0-0a1b2c3d4e'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release
    )

    if ((Get-CurrentRelease -Store $Path) -ne $Release) {
        return
    }
    $manifest = "$Path\releases\$Release.manifest"
    $content = Get-ReleaseContent -Path $Path -Release $Release
    $isWhole = $null -ne $content -and
        @(Compare-Manifest -Wanted (Read-TextFile -Path $manifest) -Found $content.Text).Count -eq 0
    if (-not $isWhole -and $PSCmdlet.ShouldProcess($manifest, 'Delete with its folder')) {
        Remove-Item -LiteralPath $manifest -Force -ErrorAction SilentlyContinue
        Remove-Tree -Path "$Path\releases\$Release" -ErrorAction SilentlyContinue
    }
}
