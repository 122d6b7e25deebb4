function global:Start-Service {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([Parameter(Mandatory = $true, Position = 0)] [string[]] $Name)

    foreach ($one in $Name) {
        if (-not $PSCmdlet.ShouldProcess($one, 'Start-Service')) { continue }
        try { $null = [Winlab.Rpc]::Call('services.start', @{ name = $one }) }
        catch { Write-Error -Message "Failed to start service '$one': $($_.Exception.GetBaseException().Message)" }
    }
}
