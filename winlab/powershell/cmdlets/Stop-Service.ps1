function global:Stop-Service {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([Parameter(Mandatory = $true, Position = 0)] [string[]] $Name, [switch] $Force, [switch] $NoWait)

    foreach ($one in $Name) {
        if (-not $PSCmdlet.ShouldProcess($one, 'Stop-Service')) { continue }
        try { $null = [Winlab.Rpc]::Call('services.stop', @{ name = $one; force = [bool] $Force }) }
        catch { Write-Error -Message "Failed to stop service '$one': $($_.Exception.GetBaseException().Message)" }
    }
}
