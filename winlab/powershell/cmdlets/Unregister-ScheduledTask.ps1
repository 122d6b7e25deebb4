function global:Unregister-ScheduledTask {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param(
        [Parameter(Mandatory = $true)] [string] $TaskName,
        [string] $TaskPath = '\'
    )

    $path = $TaskPath.TrimEnd('\') + "\$TaskName"
    if (-not $PSCmdlet.ShouldProcess($path)) {
        return
    }
    try {
        $null = [Winlab.Rpc]::Call('tasks.unregister', @{ path = $path })
    }
    catch {
        Write-Error -Exception $_.Exception.GetBaseException() -Category 'ObjectNotFound'
    }
}
