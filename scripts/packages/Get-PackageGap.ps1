function Get-PackageGap {
    <#
    .SYNOPSIS
    Lists what is missing until a package is on this host, as changes.
    .DESCRIPTION
    None if the package or a later patch of it is there. A hosting bundle that is not registered is one change; one
    that is registered, and yet incomplete, is a change for each part that is missing. Any later version of the
    Visual C++ redistributable or of Web Deploy will do.
    .PARAMETER Kind
    hosting-bundle, vc-redist (64-bit) or web-deploy.
    .PARAMETER Version
    The version that shall be there.
    .PARAMETER Options
    Of the installer, such as OPT_NO_X86=1: what they leave out is not missing.
    .PARAMETER Fact
    What Get-InstalledPackage gave.
    .EXAMPLE
    Get-PackageGap -Kind 'hosting-bundle' -Version '10.0.12' -Fact (Get-InstalledPackage)
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('hosting-bundle', 'vc-redist', 'web-deploy')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [string] $Version,

        [AllowEmptyCollection()]
        [string[]] $Options = @(),

        [Parameter(Mandatory = $true)]
        [hashtable] $Fact
    )

    if ($Kind -ne 'hosting-bundle') {
        $found = if ($Kind -eq 'vc-redist') { $Fact.vcRedist.x64 } else { $Fact.webDeploy }
        if (-not (Test-VersionReached -Found $found -Wanted $Version)) {
            New-Change -Path "package/$Kind" -Before $found -After $Version
        }
        return
    }
    $newest = Get-NewestBundle -Fact $Fact -Version $Version
    if ($null -eq $newest -or -not (Test-VersionReached -Found $newest.version -Wanted $Version)) {
        $before = if ($null -eq $newest) { $null } else { $newest.version }
        $path = 'package/hosting-bundle/{0}' -f (Get-VersionBand -Version $Version)
        New-Change -Path $path -Before $before -After $Version
        return
    }
    if ($Options -notcontains 'OPT_NO_ANCM=1') {
        foreach ($generation in @(Get-ModuleGeneration -Version $Version)) {
            Get-ModuleGap -Fact $Fact -Generation $generation
        }
    }
    Get-FrameworkGap -Fact $Fact -Version $Version -Options $Options
}
