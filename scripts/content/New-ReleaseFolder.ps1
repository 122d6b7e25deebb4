function New-ReleaseFolder {
    <#
    .SYNOPSIS
    Builds the folder of a release and proves its content.
    .DESCRIPTION
    The part of Expand-Release that writes. Returns the number of files.
    .PARAMETER Path
    The path of the site.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Base
    The id of the release whose files are copied, or nothing.
    .PARAMETER Entries
    Which files of it: entries of its manifest.
    .PARAMETER Archive
    The zip file, or nothing.
    .PARAMETER ArchiveSha256
    Its hash.
    .PARAMETER Folder
    A folder with files of it, or nothing.
    .PARAMETER ManifestSha256
    The hash of the manifest that the folder must have in the end.
    .EXAMPLE
    New-ReleaseFolder @parameters
    .OUTPUTS
    System.Int32
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([int])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [string] $Release,

        [AllowEmptyString()]
        [string] $Base,

        [AllowEmptyCollection()]
        [object[]] $Entries = @(),

        [AllowEmptyString()]
        [string] $Archive,

        [AllowEmptyString()]
        [string] $ArchiveSha256,

        [AllowEmptyString()]
        [string] $Folder,

        [Parameter(Mandatory = $true)]
        [string] $ManifestSha256
    )

    $made = "$Path\releases\$Release"
    $partial = "$made.partial"
    if (-not $PSCmdlet.ShouldProcess($made, 'Build the release')) {
        return 0
    }
    if ($Archive) {
        Assert-Archive -Path $Archive -Sha256 $ArchiveSha256
    }
    if ($Folder -and -not (Test-Path -LiteralPath $Folder)) {
        throw (New-StepError -Message 'What was copied from the share is gone.' -Kind 'content' `
                -Expected $Folder -Found 'no such folder' -Remedy 'Deploy again: it is copied anew.')
    }
    $done = $false
    try {
        Remove-Tree -Path $partial
        $null = New-Item -Path $partial -ItemType Directory
        if ($Archive) {
            Expand-PackageArchive -Archive $Archive -Path $partial
        }
        if ($Folder) {
            # Copied: after a cut of the connection this may run again.
            $fetched = ConvertFrom-Manifest -Text (Get-FileManifest -Path $Folder).Text
            Copy-ReleaseFile -From $Folder -Path $partial -File @($fetched.psbase.Values)
        }
        if ($Base) {
            Copy-ReleaseFile -From "$Path\releases\$Base" -Path $partial -File $Entries
        }
        $content = Get-FileManifest -Path $partial
        if ($content.Sha256 -ne $ManifestSha256) {
            $difference = @{ Release = $Release; Made = $content; Entry = $Entries }
            throw (New-ManifestError @difference -ManifestSha256 $ManifestSha256)
        }
        if (Test-Path -LiteralPath $made) {
            Remove-Item -LiteralPath "$made.manifest" -Force
            Remove-Tree -Path $made
        }
        Write-TextFile -Path "$made.manifest" -Text $content.Text
        Rename-Folder -Path $partial -NewName $Release
        $done = $true
    }
    catch {
        if ($Base) {
            Remove-DamagedRelease -Path $Path -Release $Base
        }
        throw (ConvertTo-ContentError -ErrorRecord $_ -Path $partial)
    }
    finally {
        if (-not $done) {
            # Also when the script is stopped; what cannot be deleted now is deleted by the next retention.
            Remove-Tree -Path $partial -ErrorAction Continue
        }
    }
    if ($Folder) {
        Remove-Tree -Path $Folder -ErrorAction SilentlyContinue
    }
    if ($Archive) {
        # The release is whole: an archive that a scanner holds is no failure, the next retention deletes it.
        Remove-Item -LiteralPath $Archive -Force -ErrorAction SilentlyContinue
    }
    $content.Count
}
