function Get-VcRedistFact {
    <#
    .SYNOPSIS
    Gives the version of the Visual C++ redistributable (2015 to 2022), or $null.
    .DESCRIPTION
    Both views of the registry are read: which one an installer wrote to differs.
    .PARAMETER Architecture
    x64 or x86.
    .EXAMPLE
    Get-VcRedistFact -Architecture 'x64'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('x64', 'x86')]
        [string] $Architecture
    )

    foreach ($software in 'HKLM:\SOFTWARE', 'HKLM:\SOFTWARE\WOW6432Node') {
        $key = "$software\Microsoft\VisualStudio\14.0\VC\Runtimes\$Architecture"
        if ([int] (Get-RegistryValue -Path $key -Name 'Installed') -eq 1) {
            return ([string] (Get-RegistryValue -Path $key -Name 'Version')).TrimStart('v')
        }
    }
    return $null
}
