function Get-RepairPlan {
    <#
    .SYNOPSIS
    Lists which registered hosting bundles must be repaired, and what each brings back.
    .DESCRIPTION
    The newest bundle for the current module; for the old module, where IIS has it registered, the newest bundle
    that brings it (2.2 and before). Each has Bundle, Generations and Changes.
    .PARAMETER Fact
    What Get-InstalledPackage gave.
    .PARAMETER Version
    The only bundle that counts; empty: any.
    .PARAMETER All
    The newest bundle also if all is there.
    .EXAMPLE
    Get-RepairPlan -Fact (Get-InstalledPackage)
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $Fact,

        [AllowEmptyString()]
        [string] $Version = '',

        [bool] $All = $false
    )

    if (-not $Fact.iis) {
        throw (New-StepError -Message 'The module belongs to IIS, which is not on this host.' -Kind 'readiness' `
                -Expected 'IIS with CoreWebEngine and W3SVC' -Found 'no IIS' -Remedy 'Run invoke setup first.')
    }
    $bundles = @($Fact.bundles | Where-Object -FilterScript { -not $Version -or $_.version -eq $Version })
    if ($bundles.Count -eq 0) {
        throw (New-StepError -Message "Hosting bundle $Version is not registered on this host." -Kind 'package' `
                -Expected $Version -Found (@($Fact.bundles | ForEach-Object -Process { $_.version }) -join ', ') `
                -Remedy 'Name a version that is there, or install this one: invoke install-bundle.')
    }
    $plans = @()
    $listed = @()
    foreach ($generation in 'v2', 'v1') {
        $able = @($bundles | Where-Object -FilterScript {
                @(Get-ModuleGeneration -Version $_.version) -contains $generation
            })
        $old = $Fact.ancm['v1']
        if (($generation -eq 'v2' -and $able.Count -eq 0) -or
            ($generation -eq 'v1' -and ($null -eq $old -or -not $old.registered))) {
            continue
        }
        $gaps = @(Get-ModuleGap -Fact $Fact -Generation $generation | Where-Object -FilterScript {
                $listed -notcontains $_.path
            })
        if ($gaps.Count -eq 0) {
            continue
        }
        if ($able.Count -eq 0) {
            throw (New-StepError -Message 'The old AspNetCoreModule is registered, but not all of it is there.' `
                    -Expected 'a registered hosting bundle 2.2 or older, which brings it' -Kind 'package' `
                    -Found (@($bundles | ForEach-Object -Process { $_.version }) -join ', ') `
                    -Remedy 'Take AspNetCoreModule out of globalModules, or install hosting bundle 2.2.')
        }
        $listed += @($gaps | ForEach-Object -Process { $_.path })
        $same = @($plans | Where-Object -FilterScript { $_.Bundle.version -eq $able[-1].version })
        if ($same.Count -gt 0) {
            $same[0].Generations += $generation
            $same[0].Changes += $gaps
        }
        else {
            $plans += [PSCustomObject]@{ Bundle = $able[-1]; Generations = @($generation); Changes = $gaps }
        }
    }
    if ($All -and $plans.Count -eq 0) {
        $newest = $bundles[-1]
        $path = 'package/hosting-bundle/{0}' -f (Get-VersionBand -Version $newest.version)
        $change = New-Change -Path $path -Before $newest.version -After 'repaired'
        $plans += [PSCustomObject]@{ Bundle = $newest; Generations = @(); Changes = @($change) }
    }
    $plans
}
