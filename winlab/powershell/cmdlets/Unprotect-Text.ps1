function global:Unprotect-Text {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $Text)

    [Winlab.Rpc]::Call('dpapi.unprotect', @{ text = $Text })
}
