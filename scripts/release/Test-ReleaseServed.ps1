function Test-ReleaseServed {
    <#
    .SYNOPSIS
    Tells whether any site of IIS has a release, or a folder in it, as its content.
    .DESCRIPTION
    Asks the configuration of all sites, not only of the one that is deployed; with Except, of all others.
    .PARAMETER Path
    The path of the site that the release belongs to.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Except
    A target whose own folder does not count, nor what its store says is published: it will serve another release.
    .EXAMPLE
    Test-ReleaseServed -Path 'C:\inetpub\shop' -Release '1.0-0a1b2c3d4e'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release,

        [AllowEmptyString()]
        [string] $Except = ''
    )

    # Content that was published in place is a copy: the store says of which release.
    if (-not $Except -and (Read-TextFile -Path "$Path\current") -eq $Release) {
        return $true
    }
    $folder = "$Path\releases\$Release\"
    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    @(Get-IisFolder | Where-Object -FilterScript {
            $_.Name -ne $Except -and "$($_.Path)\".StartsWith($folder, $ignoreCase)
        }).Count -gt 0
}
