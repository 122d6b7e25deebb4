function New-ManifestError {
    <#
    .SYNOPSIS
    Says why the content of a new release is not what was wanted.
    .DESCRIPTION
    A copied file with another hash than the base's manifest says was changed on the host; else the archive, or
    what the controller believed about the base, is at fault.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Made
    The manifest of what was built.
    .PARAMETER Entry
    Entries of the base's manifest that were copied.
    .PARAMETER ManifestSha256
    The hash that was wanted.
    .EXAMPLE
    throw (New-ManifestError -Release '1.1' -Made $made -Entry $entries -ManifestSha256 $hash)
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [object] $Made,

        [AllowEmptyCollection()]
        [object[]] $Entry = @(),

        [Parameter(Mandatory = $true)]
        [string] $ManifestSha256
    )

    $files = ConvertFrom-Manifest -Text $Made.Text
    # A file that the archive replaced differs rightly; it is named only if nothing else explains the difference.
    $changed = @($Entry | Where-Object -FilterScript {
            $files.ContainsKey($_.Path) -and $files[$_.Path].Sha256 -ne $_.Sha256
        } | ForEach-Object -Process { $_.Path })
    $found = "$($Made.Count) files with manifest $($Made.Sha256)"
    if ($changed.Count -gt 0) {
        $found += '; not as in the base: {0}' -f (($changed | Sort-Object | Select-Object -First 5) -join ', ')
    }
    New-StepError -Message "The files of release $Release are not those of the package." -Kind 'tampered' `
        -Expected "manifest $ManifestSha256" -Found $found `
        -Remedy 'A file of the base was changed on the host, or the package changed meanwhile. Deploy again.'
}
