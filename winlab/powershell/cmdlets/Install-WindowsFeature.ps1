function global:Install-WindowsFeature {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string[]] $Name,
        [string] $Source
    )

    if ([Winlab.Rpc]::Call('features.list', @{}).client) {
        throw 'The target of the specified cmdlet cannot be a Windows client-based operating system.'
    }
    if (-not $PSCmdlet.ShouldProcess('localhost', "Install $Name")) { return }
    $place = if ($Source) { $Source } else { $null }
    try {
        $done = [Winlab.Rpc]::Call('features.install', @{ names = $Name; source = $place })
    }
    catch {
        Write-Error -Message "The request to add or remove features on the specified server failed. $($_.Exception.GetBaseException().Message)"
        return [PSCustomObject]@{ Success = $false; RestartNeeded = 'No'; ExitCode = 'Failed'; FeatureResult = @() }
    }
    $code = if ($done.names.Count -eq 0) { 'NoChangeNeeded' } elseif ($done.restart) { 'SuccessRestartRequired' } else { 'Success' }
    [PSCustomObject]@{
        Success = $true; RestartNeeded = $(if ($done.restart) { 'Yes' } else { 'No' }); ExitCode = $code
        FeatureResult = @($done.names | ForEach-Object -Process { [PSCustomObject]@{ Name = $_; Success = $true } })
    }
}
