function global:Get-WindowsFeature {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string[]] $Name = @('*'))

    $found = [Winlab.Rpc]::Call('features.list', @{})
    if ($found.client) {
        throw 'The target of the specified cmdlet cannot be a Windows client-based operating system.'
    }
    foreach ($feature in $found.known) {
        if (@($Name | Where-Object -FilterScript { $feature -like $_ }).Count -gt 0) {
            $installed = $found.installed -contains $feature
            [PSCustomObject]@{
                Name = $feature; Installed = $installed
                InstallState = $(if ($installed) { 'Installed' } else { 'Available' })
            }
        }
    }
}
