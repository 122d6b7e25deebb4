function Test-ReparsePoint {
    <#
    .SYNOPSIS
    Tells whether a file or folder is a junction or a link.
    .DESCRIPTION
    By the attribute that every kind of reparse point has. Data Deduplication makes one of each older file of a
    volume, too; such a file is sparse and leads nowhere.
    .PARAMETER Item
    A FileSystemInfo.
    .EXAMPLE
    Test-ReparsePoint -Item (Get-Item -LiteralPath $path -Force)
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [System.IO.FileSystemInfo] $Item
    )

    $attributes = $Item.Attributes
    if (($attributes -band [System.IO.FileAttributes]::ReparsePoint) -eq 0) {
        return $false
    }
    $isSparse = ($attributes -band [System.IO.FileAttributes]::SparseFile) -ne 0
    -not $isSparse -or @('SymbolicLink', 'Junction') -contains $Item.LinkType
}
