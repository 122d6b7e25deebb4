function Get-StagedManifest {
    <#
    .SYNOPSIS
    Gives the text of the manifest of a release in the store, proven by its hash.
    .DESCRIPTION
    Nothing if a plan asks for a release that is not there yet. Fails for one that a run needs, and for one that
    holds an app_offline.htm of its own, which would take the site offline for good, or another name that is
    iisfleet's own: such a file would go live without a copy of what it replaces.
    .PARAMETER Store
    The folder of the releases.
    .PARAMETER Release
    The id of the release.
    .PARAMETER ManifestSha256
    The hash of its manifest.
    .EXAMPLE
    $text = Get-StagedManifest -Store $store -Release '1.1-0a1b2c3d4e' -ManifestSha256 $sha256
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [string] $ManifestSha256
    )

    $file = "$Store\releases\$Release.manifest"
    $text = Read-TextFile -Path $file
    if ($null -eq $text -and $WhatIfPreference) {
        return
    }
    $found = if ($null -eq $text) { 'no such file' } else { Get-ContentHash -Text $text }
    if ($found -ne $ManifestSha256) {
        throw (New-StepError -Message "Release $Release is not complete on this host." -Kind 'content' `
                -Expected "$file with SHA-256 $ManifestSha256" -Found $found `
                -Remedy 'Deploy again: the host is asked anew which releases it has.')
    }
    # psbase: a file may be called Keys, and would be taken for the property.
    $ours = @(@((ConvertFrom-Manifest -Text $text).psbase.Keys) -match (Get-PreservePattern) | Sort-Object)
    if ($ours.Count -gt 0) {
        throw (New-StepError -Message "Release $Release holds $($ours[0])." -Kind 'content' `
                -Expected 'a package without app_offline.htm and names that end with .iisfleet' `
                -Found ($ours -join ', ') `
                -Remedy 'Take it out of the project; for a page while the site is offline there is offline_page:.')
    }
    $text
}
