function Assert-ReleaseReplaceable {
    <#
    .SYNOPSIS
    Fails unless the folder of a release that is not as it should be may be made anew.
    .DESCRIPTION
    A folder without a manifest is not ours. One that IIS serves cannot be replaced while it does.
    .PARAMETER Path
    The path of the site.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Complete
    Whether the folder has a manifest.
    .EXAMPLE
    Assert-ReleaseReplaceable -Path 'C:\inetpub\shop' -Release '1.0-0a1b2c3d4e' -Complete $true
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [bool] $Complete
    )

    $folder = "$Path\releases\$Release"
    if (-not $Complete) {
        throw (New-StepError -Message "The folder of release $Release is there, but iisfleet did not make it." `
                -Kind 'conflict' -Expected "$folder.manifest beside it" -Found 'no manifest' `
                -Remedy "Look at what is in $folder, then move it away and deploy again.")
    }
    if (Test-ReleaseServed -Path $Path -Release $Release) {
        throw (New-StepError -Message "Release $Release was changed by hand, and IIS serves it." -Kind 'tampered' `
                -Expected 'the files of the package' -Found "other content in $folder" `
                -Remedy 'Deploy a package with another version, or roll back first: then it can be made anew.')
    }
}
