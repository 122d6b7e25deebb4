function global:Stop-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $TaskName,
        [string] $TaskPath = '\'
    )

    try {
        $null = [Winlab.Rpc]::Call('tasks.stop', @{ path = $TaskPath.TrimEnd('\') + "\$TaskName" })
    }
    catch {
        Write-Error -Exception $_.Exception.GetBaseException() -Category 'NotSpecified'
    }
}
