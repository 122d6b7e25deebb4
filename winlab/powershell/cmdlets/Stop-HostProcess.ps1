function global:Stop-HostProcess {
    # The processes of the real engine are of this computer.
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [int] $ProcessId)

    Stop-Process -Id $ProcessId -Force -ErrorAction SilentlyContinue
}
