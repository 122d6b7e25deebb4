function Get-SettingsFact {
    <#
    .SYNOPSIS
    Tells what a controller should know of the settings that are saved of a release.
    .DESCRIPTION
    settings: whether there are any; pool: its name; bindings: those of the site, such as 'http *:80:shop 0', none
    of an application below it.
    .PARAMETER Target
    What is deployed.
    .PARAMETER Release
    The id of the release.
    .EXAMPLE
    (Get-SettingsFact -Target 'Shop' -Release '1.0-0a1b2c3d4e').pool
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release
    )

    $saved = Read-ReleaseSettings -Target $Target -Release $Release
    if ($null -eq $saved) {
        return @{ settings = $false; pool = $null; bindings = [object[]] @() }
    }
    $items = @($saved.element.elements | Where-Object -FilterScript { $_.tag -eq 'bindings' } |
            ForEach-Object -Process { $_.items })
    $bindings = @($items | ForEach-Object -Process { Get-IisItemName -State $_ })
    @{ settings = $true; pool = [string] $saved.pool; bindings = [object[]] $bindings }
}
