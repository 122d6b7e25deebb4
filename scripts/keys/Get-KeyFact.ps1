function Get-KeyFact {
    <#
    .SYNOPSIS
    Tells where the data-protection keys of pools are, and who can read them.
    .DESCRIPTION
    Of pools that are asked for, and of those that serve the sites now: what they run as, how many keys they have
    in each place. A host without IIS has no pools; an account's keys may be there nevertheless. Reads only.
    .PARAMETER Pools
    Names of pools.
    .PARAMETER Sites
    Names of sites.
    .PARAMETER Thumbprints
    Certificates that encrypt shared keys.
    .EXAMPLE
    Get-KeyFact -Pools @('Shop') -Sites @('Shop')
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Pools = @(),

        [AllowEmptyCollection()]
        [string[]] $Sites = @(),

        [AllowEmptyCollection()]
        [string[]] $Thumbprints = @()
    )

    $isInstalled = (Get-IisFact).installed
    $applications = @(if ($isInstalled) { Get-KeyApplication -Site $Sites })
    $names = @($Pools) + @($applications | ForEach-Object -Process { $_.pool })
    $seen = @{}
    $facts = @(foreach ($name in $names) {
            if (-not $name -or $seen.ContainsKey($name)) {
                continue
            }
            $seen[$name] = $true
            Get-KeyPoolFact -Name $name -IisInstalled $isInstalled
        })
    $certificates = @($Thumbprints | ForEach-Object -Process {
            $own = Get-KeyCertificate -Store 'My' -Thumbprint $_
            @{
                thumbprint    = $_.ToLowerInvariant()
                present       = ($null -ne $own)
                hasPrivateKey = ($null -ne $own -and [bool] $own.HasPrivateKey)
                isTrusted     = ($null -ne (Get-KeyCertificate -Store 'Root' -Thumbprint $_))
            }
        })
    New-StepResult -Data @{
        iis          = [bool] $isInstalled
        pools        = [object[]] $facts
        applications = [object[]] $applications
        certificates = [object[]] $certificates
    }
}
