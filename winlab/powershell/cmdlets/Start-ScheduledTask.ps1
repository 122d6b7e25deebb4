function global:Start-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $TaskName,
        [string] $TaskPath = '\'
    )

    try {
        $null = [Winlab.Rpc]::Call('tasks.start', @{ path = $TaskPath.TrimEnd('\') + "\$TaskName" })
    }
    catch {
        Write-Error -Exception $_.Exception.GetBaseException() -Category 'NotSpecified'
    }
}
