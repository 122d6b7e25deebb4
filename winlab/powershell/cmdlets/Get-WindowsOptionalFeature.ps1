function global:Get-WindowsOptionalFeature {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [switch] $Online,
        [string] $FeatureName = '*'
    )

    $found = [Winlab.Rpc]::Call('features.list', @{})
    if (-not $found.client) { throw 'not emulated: optional features of a server' }
    $names = @($found.known | Where-Object -FilterScript { $_ -like $FeatureName })
    if ($names.Count -eq 0) {
        Write-Error -Message "Feature name $FeatureName is unknown."
    }
    foreach ($name in $names) {
        [PSCustomObject]@{ FeatureName = $name; State = $(if ($found.installed -contains $name) { 'Enabled' } else { 'Disabled' }) }
    }
}
