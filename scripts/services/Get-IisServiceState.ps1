function Get-IisServiceState {
    <#
    .SYNOPSIS
    Gives what Save-IisService saved for a run.
    .DESCRIPTION
    From memory in a plan, and after Resume-IisService has removed the file; else from the file. Nothing if the run
    saved nothing. A pool that was stopped for want of a file of the module is one that runs, once the file is
    there: so a repair that fails, or is cut short, starts nothing that cannot run.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    $state = Get-IisServiceState -Run 'r1'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run
    )

    $file = "$(Get-HostFolder)\services\$Run.json"
    $json = $null
    if (Test-Path -LiteralPath $file) {
        $json = Read-TextFile -Path $file
    }
    elseif ($null -ne $script:IisFleet['ServiceStates']) {
        $json = $script:IisFleet['ServiceStates'][$Run]
    }
    if (-not $json) {
        return
    }
    try {
        $state = ConvertFrom-Json -InputObject $json
        foreach ($name in @('services', 'pools', 'sites')) {
            $null = @($state.$name | ForEach-Object -Process { $_.name })
        }
        foreach ($pool in @($state.pools | Where-Object -FilterScript { $_.PSObject.Properties['missing'] })) {
            if (@($pool.missing | Where-Object -FilterScript { -not (Test-Path -LiteralPath $_) }).Count -eq 0) {
                $pool.state = 'Started'
            }
        }
        $state
    }
    catch {
        throw (New-StepError -Message "What run $Run saved of the services cannot be read." -Kind 'state' `
                -Expected 'JSON of Save-IisService' -Found $_.Exception.Message `
                -Remedy "See by hand which services, pools and sites have to run, then delete $file.")
    }
}
