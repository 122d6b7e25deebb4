function Expand-Release {
    <#
    .SYNOPSIS
    Makes the folder of a new release: unchanged files of a base, and an archive or folder of what is new.
    .DESCRIPTION
    Built as <release>.partial, which takes its name only when every file in it has the hash that the manifest
    demands: a folder with a manifest is complete. Whatever fails, the partial folder is deleted. Nothing that a
    site serves is touched. The archive or folder is deleted at the end.
    .PARAMETER Target
    The target.
    .PARAMETER Path
    Its path.
    .PARAMETER Release
    The id of the new release.
    .PARAMETER Base
    The id of a release on this host whose files are copied; $null if there is none.
    .PARAMETER Archive
    The zip file that was received; $null if nothing is new.
    .PARAMETER ArchiveSha256
    Its hash.
    .PARAMETER Folder
    A folder below incoming whose files are new or changed (Copy-ShareContent); $null if there is none.
    .PARAMETER Removed
    Files of the base that the new release does not have.
    .PARAMETER ManifestSha256
    The hash of the manifest of the new release.
    .EXAMPLE
    Expand-Release -Target 'Shop' -Path 'C:\inetpub\shop' -Release '1.1-0a1b2c3d4e' -Archive $zip `
        -ArchiveSha256 $hash -ManifestSha256 $manifest
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
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

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Base = '',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Archive = '',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $ArchiveSha256 = '',

        [AllowNull()]
        [AllowEmptyString()]
        [ValidatePattern('^$|^[A-Za-z]:\\.*\\incoming\\[^\\]+\.share$')]
        [string] $Folder = '',

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Removed = @(),

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $ManifestSha256
    )

    $made = "$Path\releases\$Release"
    $before = $null
    if (Test-Path -LiteralPath $made) {
        $there = Get-ReleaseContent -Path $Path -Release $Release
        if ($null -ne $there -and $there.Sha256 -eq $ManifestSha256) {
            return New-StepResult -Data @{ release = $Release; files = $there.Count; present = $true }
        }
        Assert-ReleaseReplaceable -Path $Path -Release $Release -Complete ($null -ne $there)
        $before = $there.Sha256
    }
    $entries = @()
    if ($Base) {
        $recorded = Read-TextFile -Path "$Path\releases\$Base.manifest"
        if ($null -eq $recorded) {
            throw (New-StepError -Message "The base release $Base is not complete on this host." -Kind 'content' `
                    -Expected "$Path\releases\$Base.manifest" -Found 'no such file' `
                    -Remedy 'Deploy again: the host is asked anew which releases it has.')
        }
        $gone = New-Object -TypeName 'System.Collections.Generic.HashSet[string]'
        foreach ($name in @($Removed | Where-Object -FilterScript { $_ })) {
            $null = $gone.Add($name)
        }
        $all = ConvertFrom-Manifest -Text $recorded
        # psbase: a file may be called Values, and would be taken for the property.
        $entries = @($all.psbase.Values | Where-Object -FilterScript { -not $gone.Contains($_.Path) })
    }
    $files = 0
    if ($PSCmdlet.ShouldProcess($made, 'Build the release')) {
        $parameters = @{
            Path = $Path; Release = $Release; Base = $Base; Entries = $entries
            Archive = $Archive; ArchiveSha256 = $ArchiveSha256; Folder = $Folder; ManifestSha256 = $ManifestSha256
        }
        $files = New-ReleaseFolder @parameters
    }
    $change = New-Change -Path "release/$Target/$Release" -Before $before -After $ManifestSha256
    New-StepResult -Change $change -Data @{ release = $Release; files = $files; present = $false }
}
