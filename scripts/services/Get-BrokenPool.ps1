function Get-BrokenPool {
    <#
    .SYNOPSIS
    Lists the stopped pools that a missing file of the ASP.NET Core Module may have stopped.
    .DESCRIPTION
    WAS stops a pool whose workers cannot load a module. Nothing tells that from a stop by hand, but a person who
    wants a pool to stay down takes its autoStart away, or stops its sites too. Each has Name and the Files of its
    bitness that are missing.
    .EXAMPLE
    Get-BrokenPool
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $missing = @{ Wide = @(); Narrow = @() }
    $ancm = Get-AncmFact -Module (Get-IisFact).modules
    foreach ($generation in @('v2', 'v1')) {
        $found = $ancm[$generation]
        # No bundle is asked for an old module that IIS does not load.
        if ($null -eq $found -or ($generation -eq 'v1' -and -not $found.registered)) {
            continue
        }
        $place = Get-ModulePlace -Generation $generation
        $missing.Wide += @(if (-not $found.file64) { $place.File64 })
        $missing.Narrow += @(if (-not $found.file32) { $place.File32 })
    }
    $used = @(foreach ($site in (Get-IisCollection -Kind 'site')) {
            $name = [string] $site.GetAttributeValue('name')
            # The state of a site without HTTP cannot be read.
            if ($null -eq (Get-SiteProbe -Site $site) -or
                (Get-IisRunState -Kind 'site' -Name $name) -ne 'Started') {
                continue
            }
            foreach ($application in $site.GetCollection()) {
                [string] $application.GetAttributeValue('applicationPool')
            }
        })
    foreach ($pool in (Get-IisCollection -Kind 'pool')) {
        $name = [string] $pool.GetAttributeValue('name')
        $files = if ($pool.GetAttributeValue('enable32BitAppOnWin64')) { $missing.Narrow } else { $missing.Wide }
        if (@($files).Count -gt 0 -and $used -contains $name -and $pool.GetAttributeValue('autoStart') -and
            (Get-IisRunState -Kind 'pool' -Name $name) -eq 'Stopped') {
            [PSCustomObject]@{ Name = $name; Files = [string[]] @($files) }
        }
    }
}
