function Get-PathSddl {
    <#
    .SYNOPSIS
    Gets the access list of a file or folder as SDDL text.
    .DESCRIPTION
    Without owner and group. $null if there is no such path.
    .PARAMETER Path
    The file or folder.
    .EXAMPLE
    Get-PathSddl -Path 'C:\inetpub\shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    if (-not (Test-Path -LiteralPath $Path)) {
        return $null
    }
    [regex]::Match((Get-Acl -LiteralPath $Path).Sddl, 'D:[A-Z_]*(\([^()]*\))*').Value
}
