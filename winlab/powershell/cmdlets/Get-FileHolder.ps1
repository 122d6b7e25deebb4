function global:Get-FileHolder {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $Path
    )

    $windows = [Winlab.Lab]::WindowsPath($PSCmdlet, $Path)
    foreach ($holder in [Winlab.Rpc]::Call('fs.holders', @{ path = $windows })) {
        [PSCustomObject]@{ ProcessId = [int] $holder.processId; Name = [string] $holder.name }
    }
}
