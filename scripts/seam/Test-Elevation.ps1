function Test-Elevation {
    <#
    .SYNOPSIS
    Tells whether this session has the rights of an administrator.
    .DESCRIPTION
    A local administrator other than the built-in one gets a filtered token over WinRM unless
    LocalAccountTokenFilterPolicy is 1: membership in the group alone proves nothing.
    .EXAMPLE
    Test-Elevation
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param()

    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object -TypeName System.Security.Principal.WindowsPrincipal -ArgumentList $identity
    $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
}
