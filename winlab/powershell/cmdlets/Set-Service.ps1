function global:Set-Service {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $Name,
        [ValidateSet('Automatic', 'Manual', 'Disabled')] [string] $StartupType
    )

    if ($StartupType -and $PSCmdlet.ShouldProcess($Name, "Start type $StartupType")) {
        try { $null = [Winlab.Rpc]::Call('services.startType', @{ name = $Name; startType = $StartupType }) }
        catch { Write-Error -Message $_.Exception.GetBaseException().Message }
    }
}
