function Find-FullCache {
    <#
    .SYNOPSIS
    Picks the caches in which there is something, and looks whether they can go.
    .DESCRIPTION
    Returns each with Kind, Bytes, Items and HasLink of Measure-CacheContent, and Obstacle of Get-CacheObstacle
    ($null if it can go).
    .PARAMETER Cache
    Caches of Get-ChosenCache.
    .EXAMPLE
    Find-FullCache -Cache $choice.Caches
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $Cache
    )

    foreach ($one in $Cache) {
        $obstacle = $null
        try {
            $content = Measure-CacheContent -Path $one.Path
        }
        catch {
            # A folder that nobody else may enter, or a path too long for Windows PowerShell.
            $content = [PSCustomObject]@{ Kind = 'folder'; Bytes = [long] 0; Items = 1; HasLink = $false }
            $obstacle = "$($one.Path) stays, for it cannot be looked through: $($_.Exception.Message)"
        }
        if ($content.Kind -eq 'none' -or ($content.Kind -eq 'folder' -and $content.Items -eq 0)) {
            continue
        }
        if ($null -eq $obstacle) {
            $obstacle = Get-CacheObstacle -Cache $one
        }
        [PSCustomObject]@{
            Account = $one.Account; Path = $one.Path; IsOwn = $one.IsOwn; Kind = $content.Kind
            Bytes = $content.Bytes; HasLink = $content.HasLink; Obstacle = $obstacle
        }
    }
}
