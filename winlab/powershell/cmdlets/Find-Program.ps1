function global:Find-Program {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $Name)

    [Winlab.Rpc]::Call('nuget.find', @{ program = $Name })
}
