function Remove-PackageCache {
    <#
    .SYNOPSIS
    Deletes one cache whole, or leaves it whole.
    .DESCRIPTION
    Returns Removed (with -WhatIf: whether it would be) and Warning, a sentence or $null. The folder takes another
    name first, which Windows refuses while any file in it is open: a build never sees half of a cache. A link is
    removed as such. What a crash leaves has a name ending in .clearing and is deleted by the next clearing.
    .PARAMETER Cache
    One of Find-FullCache.
    .EXAMPLE
    Remove-PackageCache -Cache $cache
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Cache
    )

    $outcome = [PSCustomObject]@{ Removed = $false; Warning = $Cache.Obstacle }
    if ($Cache.Obstacle) {
        return $outcome
    }
    $path = $Cache.Path
    $aside = if ($path.EndsWith('.clearing')) { $path } else { "$path.clearing" }
    # What NuGet has cleared a moment ago is not there any more.
    $isThere = (Measure-CacheContent -Path $path).Kind -ne 'none'
    if ($isThere -and $PSCmdlet.ShouldProcess($path, 'Delete the cache')) {
        try {
            if ($aside -ne $path) {
                Rename-Folder -Path $path -NewName $aside.Substring($aside.LastIndexOf('\') + 1)
            }
        }
        catch {
            $outcome.Warning = "$path stays: $($_.Exception.Message)"
            return $outcome
        }
        try {
            Remove-Tree -Path $aside
        }
        catch {
            $again = 'The next clearing tries again.'
            $outcome.Warning = "Something is left in ${aside}: $($_.Exception.Message) $again"
        }
    }
    $outcome.Removed = $true
    $outcome
}
