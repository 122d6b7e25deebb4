function Get-CachedBundle {
    <#
    .SYNOPSIS
    Gives the installer that Windows keeps of a hosting bundle.
    .DESCRIPTION
    Windows itself repairs and removes with it. Fails if somebody has emptied the package cache.
    .PARAMETER Bundle
    One of Get-BundleFact.
    .EXAMPLE
    Get-CachedBundle -Bundle (Get-NewestBundle -Fact $fact)
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $Bundle
    )

    if (-not $Bundle.cache) {
        $name = "dotnet-hosting-$($Bundle.version)-win.exe"
        throw (New-StepError -Message "The package cache has no installer of hosting bundle $($Bundle.version)." `
                -Kind 'package' -Expected 'BundleCachePath of the installed program' -Found 'no such file' `
                -Remedy "Give the installer of this version: invoke repair-module --installer $name")
    }
    $Bundle.cache
}
