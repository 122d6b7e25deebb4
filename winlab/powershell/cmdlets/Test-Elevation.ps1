function global:Test-Elevation {
    [CmdletBinding()]
    param()

    [Winlab.Rpc]::Call('session.elevated', @{})
}
