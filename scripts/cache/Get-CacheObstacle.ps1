function Get-CacheObstacle {
    <#
    .SYNOPSIS
    Says why a cache must stay as it is for now.
    .DESCRIPTION
    A sentence if a file in it is in use or a folder above it is a link; nothing if it can go. A cache that is a
    link itself can go: as a link.
    .PARAMETER Cache
    One of Get-PackageCache.
    .EXAMPLE
    Get-CacheObstacle -Cache $cache
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Cache
    )

    $folder = $Cache.Base
    $parts = @($Cache.Path.Substring($Cache.Base.Length).Trim('\').Split('\'))
    try {
        for ($index = 0; $index -lt $parts.Count - 1; $index++) {
            $folder = '{0}\{1}' -f $folder, $parts[$index]
            if (Test-ReparsePoint -Item (Get-Item -LiteralPath $folder -Force)) {
                return "$($Cache.Path) stays: $folder is a link, and where it leads to is not known."
            }
        }
        $locked = Find-LockedFile -Path $Cache.Path
    }
    catch {
        return "$($Cache.Path) stays, for it cannot be looked through: $($_.Exception.Message)"
    }
    if ($locked) {
        return "$($Cache.Path) stays: $locked is in use."
    }
}
