function Get-IisServiceState {
    <#
    .SYNOPSIS
    Gives what Save-IisService saved for a run.
    .DESCRIPTION
    From memory in a plan, and after Resume-IisService has removed the file; else from the file. Nothing if the run
    saved nothing.
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
        ConvertFrom-Json -InputObject $json
    }
    catch {
        throw (New-StepError -Message "What run $Run saved of the services cannot be read." -Kind 'state' `
                -Expected 'JSON of Save-IisService' -Found $_.Exception.Message `
                -Remedy "See by hand which services, pools and sites have to run, then delete $file.")
    }
}
