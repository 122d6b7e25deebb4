function Get-ContentFolder {
    <#
    .SYNOPSIS
    Names the folders that lie directly in a content.
    .DESCRIPTION
    At most 50, by name. Of a share nothing is told: a session cannot pass its credentials on.
    .PARAMETER Path
    The content; nothing is told of one that is not there.
    .EXAMPLE
    Get-ContentFolder -Path 'C:\inetpub\shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Path
    )

    if ($Path -match '^[A-Za-z]:\\' -and (Test-Path -LiteralPath $Path -PathType Container)) {
        $folders = @(Get-ChildItem -LiteralPath $Path -Directory -Force | ForEach-Object -Process { $_.Name })
        $folders | Sort-Object | Select-Object -First 50
    }
}
