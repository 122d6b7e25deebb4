function Assert-Release {
    <#
    .SYNOPSIS
    Fails unless a kept release is what it was when it was made.
    .DESCRIPTION
    Reads only, and every file anew: its manifest is the one that is wanted, and each file of it is there with its
    hash. What the application wrote later does not count, as in Expand-Release.
    .PARAMETER Target
    The target.
    .PARAMETER Path
    The folder of its releases.
    .PARAMETER Release
    The id of the release.
    .PARAMETER ManifestSha256
    The hash of its manifest.
    .EXAMPLE
    Assert-Release -Target 'Shop' -Path 'C:\inetpub\shop' -Release '1.0-0a1b2c3d4e' -ManifestSha256 $sha256
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._+-]*$')]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $ManifestSha256
    )

    $folder = "$Path\releases\$Release"
    $recorded = Read-TextFile -Path "$folder.manifest"
    $hash = if ($null -eq $recorded) { $null } else { Get-ContentHash -Text $recorded }
    $found = $null
    if ($hash -ne $ManifestSha256) {
        $found = if ($null -eq $hash) { "no $Release.manifest" } else { "$Release.manifest with SHA-256 $hash" }
    }
    else {
        $content = Get-ReleaseContent -Path $Path -Release $Release
        if ($null -eq $content) {
            $found = 'no such folder'
        }
        else {
            $wrong = [string[]] @(Compare-Manifest -Wanted $recorded -Found $content.Text)
            if ($wrong.Count -gt 0) {
                $found = "$($wrong.Count) changed or missing: $(@($wrong | Select-Object -First 5) -join ', ')"
            }
        }
    }
    if ($null -ne $found) {
        throw (New-StepError -Message "The kept release $Release of $Target is not what it was when it was made." `
                -Kind 'tampered' -Found $found `
                -Expected "the files of $folder with the hashes of its manifest, $ManifestSha256" `
                -Remedy ('Go back to another kept release with --release, or deploy the package of this one ' +
                    'again: it is then made anew.'))
    }
    New-StepResult -Data @{ release = $Release; manifest = $ManifestSha256; files = $content.Count }
}
