function Get-IisSavedState {
    <#
    .SYNOPSIS
    Reads the state that Save-IisState wrote for a run.
    .DESCRIPTION
    Returns nothing if there is none. A plan finds the state that it kept in memory.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    $state = Get-IisSavedState -Run 'r1'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run
    )

    $file = "C:\ProgramData\iisfleet\state\$Run.json"
    if ($null -ne $script:IisFleet['States'] -and $script:IisFleet['States'].ContainsKey($Run)) {
        $json = $script:IisFleet['States'][$Run]
    }
    elseif (Test-Path -LiteralPath $file) {
        $json = (Get-Content -LiteralPath $file -Encoding UTF8) -join "`n"
    }
    else {
        return
    }
    try {
        $state = ConvertFrom-Json -InputObject $json
        # Each of these is asked for: what lacks one is not of Save-IisState.
        foreach ($name in @('run', 'sites', 'pools', 'sslBindings', 'folders')) {
            $null = $state.$name
        }
        if ($state.PSObject.Properties['sequence']) {
            $null = [long] $state.sequence
        }
        $state
    }
    catch {
        throw (New-StepError -Message "The saved state of run $Run cannot be read." `
                -Expected 'JSON of Save-IisState' -Found $_.Exception.Message -Kind 'state' `
                -Remedy "Compare the site with the journal by hand, then delete $file.")
    }
}
