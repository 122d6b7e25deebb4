function Test-ReparsePoint {
    <#
    .SYNOPSIS
    Tells whether a file or folder is a junction or a link.
    .DESCRIPTION
    Looks at the attribute, which every kind of reparse point has.
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

    ($Item.Attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0
}
