function Get-NamedCache {
    <#
    .SYNOPSIS
    Lists folders that somebody has named as caches.
    .DESCRIPTION
    As Get-PackageCache does: each with what a crash left beside it.
    .PARAMETER Path
    The folders.
    .PARAMETER Account
    Whose they are, if they are those of this session's account.
    .EXAMPLE
    Get-NamedCache -Path @('D:\agent\nuget')
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Path,

        [AllowNull()]
        [object] $Account
    )

    foreach ($folder in $Path) {
        foreach ($ending in @('.clearing', '')) {
            [PSCustomObject]@{
                Account = $Account; Base = $folder.Substring(0, 2); Path = $folder.TrimEnd('\') + $ending
                IsOwn = $null -ne $Account
            }
        }
    }
}
