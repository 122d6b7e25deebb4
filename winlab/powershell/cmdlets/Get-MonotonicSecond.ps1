function global:Get-MonotonicSecond {
    [CmdletBinding()]
    param()

    [double] [Winlab.Rpc]::Call('clock.monotonic', @{})
}
