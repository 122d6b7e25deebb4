function Get-AutoGenKeyPath {
    <#
    .SYNOPSIS
    Gives the registry key under which an account finds its data-protection keys.
    .DESCRIPTION
    The view is that of the worker process: a 32-bit one sees another key than a 64-bit one. The path is that of
    Provision-AutoGenKeys, which ASP.NET Core has kept.
    .PARAMETER View
    x64 or x86.
    .PARAMETER Sid
    The account.
    .EXAMPLE
    Get-AutoGenKeyPath -View 'x86' -Sid 'S-1-5-20'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('x64', 'x86')]
        [string] $View,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^S-1-')]
        [string] $Sid
    )

    $software = if ($View -eq 'x86') { 'HKLM:\SOFTWARE\WOW6432Node' } else { 'HKLM:\SOFTWARE' }
    "$software\Microsoft\ASP.NET\4.0.30319.0\AutoGenKeys\$Sid"
}
