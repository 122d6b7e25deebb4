function global:Resolve-AccountSid {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $Name)

    [Winlab.Rpc]::Call('accounts.sid', @{ name = $Name })
}
