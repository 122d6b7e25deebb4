function Get-HostLock {
    <#
    .SYNOPSIS
    Tells who holds this host and whether a publish was left unfinished.
    .DESCRIPTION
    Reads only. A lock whose session has ended is reported with sessionAlive false; unfinished is the run of a
    saved state without a journal entry that says how it ended.
    .EXAMPLE
    Get-HostLock
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $folder = Get-HostFolder
    # Not the result of the call itself: nothing and $null are not the same in JSON.
    $lock = $null
    $found = Read-HostLock
    if ($null -ne $found) {
        $lock = @{
            run = $found.run; who = $found.who; controller = $found.controller; processId = $found.processId
            why = $found.why; since = $found.since; sessionAlive = $found.sessionAlive
            manual = $found.manual; message = $found.message
        }
    }
    $unfinished = $null
    if (Test-Path -LiteralPath "$folder\state") {
        # Of one run there may be two: <run>.json, and <run>.content.json of content that was published in place.
        $runs = @(Get-ChildItem -LiteralPath "$folder\state" -Filter '*.json' |
                ForEach-Object -Process { $_.BaseName -replace '\.content$', '' } | Sort-Object -Unique)
        foreach ($run in $runs) {
            if (-not (Test-RunDeployed -Run $run)) {
                $unfinished = $run
            }
        }
    }
    New-StepResult -Data @{ lock = $lock; unfinished = $unfinished }
}
