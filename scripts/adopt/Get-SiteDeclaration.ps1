function Get-SiteDeclaration {
    <#
    .SYNOPSIS
    Tells what an inventory would say of the sites of this host.
    .DESCRIPTION
    Reads only. Sites with their bindings and certificates, applications, authentication; the pools that they use,
    with their variables; and what is set beside that. Values that look like secrets never leave the host: their
    names do.
    .PARAMETER Sites
    Names of sites; all if empty.
    .EXAMPLE
    Get-SiteDeclaration -Sites @('Shop')
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Sites = @()
    )

    $collection = Get-IisCollection -Kind 'site'
    $wanted = @($collection | Where-Object -FilterScript {
            $Sites.Count -eq 0 -or $Sites -contains [string] $_.GetAttributeValue('name')
        })
    foreach ($name in $Sites) {
        if ($null -eq (Find-IisElement -Collection $collection -Key @{ name = $name })) {
            $there = @($collection | ForEach-Object -Process { [string] $_.GetAttributeValue('name') })
            throw (New-StepError -Message "There is no site $name on this host." -Kind 'missing' `
                    -Expected 'a site of that name' -Found ($there -join ', ') `
                    -Remedy 'Name one of these, or leave --site out.')
        }
    }
    $declared = @($wanted | ForEach-Object -Process { ConvertTo-SiteDeclaration -Site $_ })
    $names = @($declared | ForEach-Object -Process { $_.applications } | ForEach-Object -Process { $_.pool } |
            Where-Object -FilterScript { $_ } | Sort-Object -Unique)
    $pools = @(foreach ($name in $names) {
            $pool = Find-IisElement -Collection (Get-IisCollection -Kind 'pool') -Key @{ name = $name }
            if ($null -ne $pool) {
                ConvertTo-PoolDeclaration -Pool $pool
            }
        })
    New-StepResult -Data @{ sites = [object[]] $declared; pools = [object[]] $pools }
}
