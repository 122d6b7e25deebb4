function Test-HostPackage {
    <#
    .SYNOPSIS
    Fails unless a package is on this host with all its parts.
    .DESCRIPTION
    All sources must agree: registered bundle, module with files, registration and section, runtimes. Reads only.
    .PARAMETER Kind
    hosting-bundle, vc-redist (64-bit) or web-deploy.
    .PARAMETER Version
    The version, or a later patch.
    .PARAMETER Options
    Those it was installed with: what they leave out is not missing.
    .EXAMPLE
    Test-HostPackage -Kind 'hosting-bundle' -Version '10.0.12'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('hosting-bundle', 'vc-redist', 'web-deploy')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^\d+(\.\d+)*(-[0-9A-Za-z.-]+)?$')]
        [string] $Version,

        [AllowEmptyCollection()]
        [string[]] $Options = @()
    )

    $missing = @(Get-PackageGap -Kind $Kind -Version $Version -Options $Options -Fact (Get-InstalledPackage))
    if ($missing.Count -gt 0) {
        throw (New-StepError -Message "$Kind $Version is not on this host, or not wholly." -Kind 'package' `
                -Expected 'nothing missing' -Found (@($missing | ForEach-Object -Process { $_.path }) -join ', ') `
                -Remedy 'Run invoke install-bundle for this host.')
    }
    New-StepResult
}
