function Get-IisStatus {
    <#
    .SYNOPSIS
    Tells how sites run: state, folder, pools with their workers, bindings, certificates.
    .DESCRIPTION
    Reads only. A site that does not exist has the state null.
    .PARAMETER Sites
    Names of sites; all if empty.
    .EXAMPLE
    Get-IisStatus -Sites @('Shop')
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Sites = @()
    )

    $collection = Get-IisCollection -Kind 'site'
    $names = @($Sites)
    if ($names.Count -eq 0) {
        $names = @($collection | ForEach-Object -Process { [string] $_.GetAttributeValue('name') })
    }
    $report = @(foreach ($name in $names) {
            $site = Find-IisElement -Collection $collection -Key @{ name = $name }
            if ($null -eq $site) {
                @{
                    name = $name; state = $null; physicalPath = $null
                    pools = @(); bindings = @(); certificates = @()
                }
                continue
            }
            $applications = @($site.GetCollection() | ForEach-Object -Process { $_ })
            $poolNames = @($applications |
                    ForEach-Object -Process { [string] $_.GetAttributeValue('applicationPool') } |
                    Where-Object -FilterScript { $_ } | Sort-Object -Unique)
            $pools = @($poolNames | ForEach-Object -Process {
                    $state = Get-IisRunState -Kind 'pool' -Name $_
                    @{ name = $_; state = $state; workers = [object[]] @(Get-IisWorker -Pool $_) }
                })
            $root = Find-IisElement -Collection $site.GetCollection() -Key @{ path = '/' }
            $path = $null
            if ($null -ne $root) {
                $folder = Find-IisElement -Collection $root.GetCollection() -Key @{ path = '/' }
                if ($null -ne $folder) {
                    $path = [string] $folder.GetAttributeValue('physicalPath')
                }
            }
            $bindings = @($site.GetCollection('bindings') | ForEach-Object -Process {
                    @{
                        protocol    = [string] $_.GetAttributeValue('protocol')
                        information = [string] $_.GetAttributeValue('bindingInformation')
                        sslFlags    = [int] $_.GetAttributeValue('sslFlags')
                    }
                })
            # That of a site without HTTP, such as one for FTP alone, cannot be read (0x800710D8).
            $isWeb = $bindings.Count -eq 0 -or
                @($bindings | Where-Object -FilterScript { @('http', 'https') -contains $_.protocol }).Count -gt 0
            @{
                name         = $name
                state        = if ($isWeb) { Get-IisRunState -Kind 'site' -Name $name } else { 'Unknown' }
                physicalPath = $path
                pools        = [object[]] $pools
                bindings     = [object[]] $bindings
                certificates = [object[]] @(Get-SiteCertificate -Binding $bindings)
            }
        })
    New-StepResult -Data @{ sites = [object[]] $report }
}
