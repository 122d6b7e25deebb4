function global:Get-ProbeEndpoint {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $Address,
        [Parameter(Mandatory = $true)] [int] $Port
    )

    $front = [Winlab.Rpc]::Call('probe.endpoint', @{ address = $Address; port = $Port })
    [PSCustomObject]@{ Address = $front.address; Port = [int] $front.port }
}
