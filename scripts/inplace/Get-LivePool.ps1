function Get-LivePool {
    <#
    .SYNOPSIS
    Gives the state and the workers of pools.
    .DESCRIPTION
    While WAS does not run, as just after a boot, every pool is stopped and has none. A pool that is not there is
    left out.
    .PARAMETER Name
    The names of the pools.
    .EXAMPLE
    Get-LivePool -Name @('Shop')
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name = @()
    )

    $runs = @(Get-Service -Name 'WAS' -ErrorAction SilentlyContinue |
            Where-Object -FilterScript { [string] $_.Status -eq 'Running' }).Count -gt 0
    foreach ($pool in @($Name | Where-Object -FilterScript { $_ })) {
        $state = if ($runs) { Get-IisRunState -Kind 'pool' -Name $pool } else { 'Stopped' }
        if ($null -ne $state) {
            $workers = if ($runs) { @(Get-IisWorker -Pool $pool) } else { @() }
            [PSCustomObject]@{ Name = $pool; State = $state; Workers = [int[]] @($workers) }
        }
    }
}
