function Get-StagedManifest {
    <#
    .SYNOPSIS
    Gives the text of the manifest of a release in the store, proven by its hash.
    .DESCRIPTION
    Nothing if a plan asks for a release that is not there yet. Fails for one that a run needs, and for one that
    holds an app_offline.htm of its own, which would take the site offline for good.
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
    if ((ConvertFrom-Manifest -Text $text).ContainsKey('app_offline.htm')) {
        throw (New-StepError -Message "Release $Release holds an app_offline.htm." -Kind 'content' `
                -Expected 'a package without it' -Found 'app_offline.htm' `
                -Remedy 'Take it out of the project: the site would stay offline. See offline_page: instead.')
    }
    $text
}
