function Invoke-Step {
    <#
    .SYNOPSIS
    Calls one host function and writes its result line.
    .DESCRIPTION
    Writes one line of compressed JSON when the function ends, however it ends. After a failure the phase stops,
    except while reverting: there each step must have its chance, or a lock would stay behind. Only where the host
    was refused to this script, nothing is reverted: what another run holds is not touched. The first failure is
    remembered for the journal.
    .PARAMETER Name
    The host function.
    .PARAMETER Parameter
    Its parameters, literals only.
    .EXAMPLE
    Invoke-Step 'Set-IisPool' @{ Name = 'Shop'; StartMode = 'AlwaysRunning' }
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Position = 1)]
        [hashtable] $Parameter = @{}
    )

    if ($script:IisFleet.Phase -eq 'reverting' -and $script:IisFleet['Refused'] -and $Name -ne 'Unlock-Host') {
        return
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $line = @{
        step = $Name; phase = $script:IisFleet.Phase; target = $null; status = 'failed'
        changes = @(); data = @{}; warnings = @(); error = $null
    }
    foreach ($key in @('Target', 'Name', 'Site', 'Path', 'Run')) {
        if ($null -eq $line.target -and $Parameter.ContainsKey($key)) {
            $line.target = $Parameter[$key]
        }
    }
    try {
        $result = @(& $Name @Parameter -ErrorAction Stop)
        if ($result.Count -ne 1 -or $result[0].PSObject.TypeNames[0] -ne 'IisFleet.StepResult') {
            throw (New-StepError -Message "$Name did not return exactly one result." -Kind 'contract' `
                    -Expected 'one object of New-StepResult' -Found "$($result.Count) objects")
        }
        $line.changes = [object[]] $result[0].Changes
        $line.data = $result[0].Data
        $line.warnings = [object[]] $result[0].Warnings
        $line.status = if ($line.changes.Count -gt 0) { 'changed' } else { 'ok' }
    }
    catch {
        $line.error = ConvertTo-StepFailure -ErrorRecord $_ -Secret $script:IisFleet.Secrets
    }
    $line.seconds = [math]::Round($watch.Elapsed.TotalSeconds, 3)
    ConvertTo-Json -InputObject $line -Compress -Depth 12
    if ($line.status -eq 'failed') {
        $script:IisFleet.Failed = $true
        if ($null -eq $script:IisFleet['Failure']) {
            $script:IisFleet['Failure'] = @{ step = $Name; message = $line.error.message }
        }
        if (@('Lock-Host', 'Wait-HostGuard', 'Stop-HostScript') -contains $Name -and
            @('locked', 'idle') -contains $line.error.kind) {
            $script:IisFleet['Refused'] = $true
        }
        if ($script:IisFleet.Phase -ne 'reverting') {
            throw 'IisFleet.StepFailed'
        }
    }
}
