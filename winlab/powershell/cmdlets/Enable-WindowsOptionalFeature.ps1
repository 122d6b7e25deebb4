function global:Enable-WindowsOptionalFeature {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [switch] $Online,
        [Parameter(Mandatory = $true)] [string[]] $FeatureName,
        [string[]] $Source,
        [switch] $All,
        [switch] $NoRestart
    )

    if (-not [Winlab.Rpc]::Call('features.list', @{}).client) { throw 'not emulated: optional features of a server' }
    if (-not $NoRestart) { throw 'not emulated: Enable-WindowsOptionalFeature asks before it restarts' }
    $place = if ($Source) { $Source[0] } else { $null }
    try {
        $done = [Winlab.Rpc]::Call('features.install', @{ names = $FeatureName; source = $place; parents = [bool] $All })
    }
    catch {
        Write-Error -Message $_.Exception.GetBaseException().Message
        return
    }
    [PSCustomObject]@{ Path = ''; Online = $true; RestartNeeded = [bool] $done.restart }
}
