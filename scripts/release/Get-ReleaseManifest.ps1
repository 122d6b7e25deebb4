function Get-ReleaseManifest {
    <#
    .SYNOPSIS
    Gives the manifest of what is really in a release.
    .DESCRIPTION
    Reads only. For a controller that does not know the base of its next release: compressed, in base64.
    .PARAMETER Path
    The path of the site.
    .PARAMETER Release
    The id of the release.
    .EXAMPLE
    Get-ReleaseManifest -Path 'C:\inetpub\shop' -Release '1.0-0a1b2c3d4e'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._+-]*$')]
        [string] $Release
    )

    $content = Get-ReleaseContent -Path $Path -Release $Release
    if ($null -eq $content) {
        throw (New-StepError -Message "Release $Release is not complete on this host." -Kind 'content' `
                -Expected "$Path\releases\$Release and its .manifest" -Found 'one of them is missing' `
                -Remedy 'Deploy again: the host is asked anew which releases it has.')
    }
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($content.Text)
    $memory = New-Object -TypeName System.IO.MemoryStream
    $mode = [System.IO.Compression.CompressionMode]::Compress
    $gzip = New-Object -TypeName System.IO.Compression.GZipStream -ArgumentList $memory, $mode, $true
    $gzip.Write($bytes, 0, $bytes.Length)
    $gzip.Dispose()
    New-StepResult -Data @{
        release  = $Release
        manifest = $content.Sha256
        files    = $content.Count
        gzip     = [System.Convert]::ToBase64String($memory.ToArray())
    }
}
