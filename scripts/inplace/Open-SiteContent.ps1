function Open-SiteContent {
    <#
    .SYNOPSIS
    Brings the content of one target back online, and returns a sentence for each thing that cannot be.
    .DESCRIPTION
    The page first, then the pools. While WAS does not run yet, as after a boot, it waits for it.
    .PARAMETER Record
    The record of the run.
    .PARAMETER Entry
    The target's entry in it.
    .PARAMETER TimeoutSeconds
    How long to wait for each pool.
    .EXAMPLE
    Open-SiteContent -Record $record -Entry $entry -TimeoutSeconds 60
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Record,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [Parameter(Mandatory = $true)]
        [int] $TimeoutSeconds
    )

    if (-not $PSCmdlet.ShouldProcess($Entry.path, 'Bring the site back')) {
        return
    }
    $whole = $true
    try {
        Remove-OfflinePage -Path $Entry.path
    }
    catch {
        $whole = $false
        "$($Entry.path)\app_offline.htm is left: $($_.Exception.Message)"
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    foreach ($pool in @($Entry.offline.pools)) {
        for ($again = $true; $again;) {
            $again = $false
            try {
                if ($null -ne (Get-IisRunState -Kind 'pool' -Name $pool)) {
                    Set-IisRunState -Kind 'pool' -Name $pool -State 'Started' -TimeoutSeconds $TimeoutSeconds
                }
            }
            catch {
                # ERROR_SERVICE_NOT_ACTIVE: WAS starts later than this does.
                $early = $_.Exception.GetBaseException().Message -match '0x80070426'
                if ($early -and $watch.Elapsed.TotalSeconds -lt $TimeoutSeconds) {
                    $again = $true
                    Start-Sleep -Milliseconds 500
                }
                else {
                    $whole = $false
                    $found = [string] $_.Exception.Data['IisFleet.Found']
                    "pool ${pool}: $($_.Exception.Message) $found".Trim()
                }
            }
        }
    }
    if ($whole) {
        $Entry.offline = $null
        if ($Entry.stage -eq 'suspended') {
            $Entry.stage = 'saved'
        }
        try {
            Write-SiteContent -Record $Record
        }
        catch {
            # It is back all the same, and the others are to have their turn.
            "that $($Entry.path) is back cannot be written down: $($_.Exception.GetBaseException().Message)"
        }
    }
}
