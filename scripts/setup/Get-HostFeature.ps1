function Get-HostFeature {
    <#
    .SYNOPSIS
    Gives the Windows features of this host and whether they are installed, by name.
    .DESCRIPTION
    Role services on a server, optional features on a desktop Windows: each has names of its own. One that waits
    for a restart counts as installed.
    .EXAMPLE
    (Get-HostFeature)['Web-Server']
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $found = @{}
    if ((Get-SystemFact).productType -eq 1) {
        foreach ($feature in @(Get-WindowsOptionalFeature -Online -ErrorAction Stop)) {
            $state = [string] $feature.State
            $found[[string] $feature.FeatureName] = @('Enabled', 'EnablePending') -contains $state
        }
    }
    else {
        foreach ($feature in @(Get-WindowsFeature -ErrorAction Stop)) {
            $state = [string] $feature.InstallState
            $found[[string] $feature.Name] = @('Installed', 'InstallPending') -contains $state
        }
    }
    $found
}
