function Get-NarrowPool {
    <#
    .SYNOPSIS
    Lists the 32-bit pools that a started site uses for its root, with the request that wakes them.
    .DESCRIPTION
    Each has Pool, Site, State and Probe; none on a host whose IIS is stopped.
    .EXAMPLE
    Get-NarrowPool
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $web = @(Get-Service -Name 'W3SVC' -ErrorAction SilentlyContinue |
            Where-Object -FilterScript { "$($_.Status)" -eq 'Running' })
    if ($web.Count -eq 0) {
        return
    }
    $pools = Get-IisCollection -Kind 'pool'
    $seen = @()
    foreach ($site in (Get-IisCollection -Kind 'site')) {
        $name = [string] $site.GetAttributeValue('name')
        $root = Find-IisElement -Collection $site.GetCollection() -Key @{ path = '/' }
        $probe = Get-SiteProbe -Site $site
        if ($null -eq $root -or $null -eq $probe -or (Get-IisRunState -Kind 'site' -Name $name) -ne 'Started') {
            continue
        }
        $used = [string] $root.GetAttributeValue('applicationPool')
        $pool = Find-IisElement -Collection $pools -Key @{ name = $used }
        if ($null -ne $pool -and $seen -notcontains $used -and $pool.GetAttributeValue('enable32BitAppOnWin64')) {
            $seen += $used
            [PSCustomObject]@{
                Pool = $used; Site = $name; State = (Get-IisRunState -Kind 'pool' -Name $used); Probe = $probe
            }
        }
    }
}
