function Save-IisService {
    <#
    .SYNOPSIS
    Notes what of IIS runs, ahead of what may stop it: services, pools, sites, and how each site answers.
    .DESCRIPTION
    Written once for a run, to C:\ProgramData\iisfleet\services: a job that goes on after a restart of Windows must
    not take the state in between for the one from before. A plan keeps it in memory, and asks no site for a page,
    because that would start workers. While W3SVC does not run, pools and sites cannot be read, and nothing is
    noted of them; nor of a site without HTTP, which has no such state.
    .PARAMETER Run
    The id of the run.
    .PARAMETER RequestSeconds
    For one request to a site.
    .PARAMETER Repair
    A repair of the ASP.NET Core Module follows: a pool that a missing file of it may have stopped is noted with
    that file, and counts as one that runs as soon as the file is there.
    .EXAMPLE
    Save-IisService -Run 'r1'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [ValidateRange(1, 600)]
        [int] $RequestSeconds = 10,

        [bool] $Repair = $false
    )

    if ($null -ne (Get-IisServiceState -Run $Run)) {
        return New-StepResult -Data @{ kept = $true }
    }
    $settled = @{
        StartPending = 'Running'; ContinuePending = 'Running'; StopPending = 'Stopped'
        Starting = 'Started'; Stopping = 'Stopped'
    }
    $depend = @(Get-IisServiceName -DependantOnly)
    $services = @(foreach ($name in @(Get-IisServiceName)) {
            $status = [string] (Get-Service -Name $name).Status
            @{
                name      = $name
                status    = if ($settled.ContainsKey($status)) { $settled[$status] } else { $status }
                dependant = $depend -contains $name
            }
        })
    $items = @{ pool = @(); site = @() }
    $serving = @($services | Where-Object -FilterScript { $_.name -eq 'W3SVC' -and $_.status -eq 'Running' })
    $broken = @{}
    if ($Repair -and $serving.Count -gt 0) {
        Get-BrokenPool | ForEach-Object -Process { $broken[$_.Name] = $_.Files }
    }
    foreach ($kind in @(if ($serving.Count -gt 0) { 'pool', 'site' })) {
        $items[$kind] = @(foreach ($element in (Get-IisCollection -Kind $kind)) {
                $probe = if ($kind -eq 'site') { Get-SiteProbe -Site $element }
                # The state of a site without HTTP, such as one for FTP alone, cannot be read (0x800710D8).
                if ($kind -eq 'site' -and $null -eq $probe) {
                    continue
                }
                $name = [string] $element.GetAttributeValue('name')
                $state = [string] (Get-IisRunState -Kind $kind -Name $name)
                if ($settled.ContainsKey($state)) {
                    $state = $settled[$state]
                }
                $item = @{ name = $name; state = $state }
                if ($kind -eq 'pool' -and $broken.ContainsKey($name)) {
                    $item['missing'] = $broken[$name]
                }
                if ($kind -eq 'site') {
                    $item['probe'] = $probe
                    $item['answer'] = $null
                    if ($item.state -eq 'Started' -and
                        $PSCmdlet.ShouldProcess("site $name", 'Ask for its front page')) {
                        $item['answer'] = (Invoke-HttpProbe @probe -TimeoutSeconds $RequestSeconds).Status
                    }
                }
                $item
            })
    }
    $json = ConvertTo-Json -Compress -Depth 6 -InputObject @{
        run = $Run; at = [datetime]::UtcNow.ToString('o'); services = [object[]] $services
        pools = [object[]] $items.pool; sites = [object[]] $items.site
    }
    if ($null -eq $script:IisFleet['ServiceStates']) {
        $script:IisFleet['ServiceStates'] = @{}
    }
    $script:IisFleet['ServiceStates'][$Run] = $json
    $folder = Initialize-HostFolder -Name 'services'
    if ($PSCmdlet.ShouldProcess("$folder\$Run.json", 'Save what runs')) {
        Write-TextFile -Path "$folder\$Run.json" -Text $json
    }
    New-StepResult -Data @{ kept = $false }
}
