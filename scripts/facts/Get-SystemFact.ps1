function Get-SystemFact {
    <#
    .SYNOPSIS
    Tells which Windows this is.
    .DESCRIPTION
    The installation type comes from the registry: no CIM class tells Server Core from a server with a desktop.
    .EXAMPLE
    Get-SystemFact
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $system = Get-CimInstance -ClassName 'Win32_OperatingSystem'
    $key = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    @{
        caption          = [string] $system.Caption
        version          = [string] $system.Version
        build            = [int] $system.BuildNumber
        productType      = [int] $system.ProductType
        installationType = [string] (Get-RegistryValue -Path $key -Name 'InstallationType')
    }
}
