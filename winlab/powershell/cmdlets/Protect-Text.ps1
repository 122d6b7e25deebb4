function global:Protect-Text {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [AllowEmptyString()] [string] $Text)

    [Winlab.Rpc]::Call('dpapi.protect', @{ text = $Text })
}
