function Add-JournalEntry {
    <#
    .SYNOPSIS
    Writes into the journal of this host how a run ended.
    .DESCRIPTION
    A line of JSON for each entry, with a sequence number and the time, all in one write that is flushed to disk:
    whatever dies, the journal has all of them or none. The same event of the same run, target and release is
    written once, so that a script that runs again does not repeat it. After a torn line a new one is begun.
    .PARAMETER Entry
    What is said of each target, or of the host: at least event (deployed, reverted, rolled-back) and run.
    .PARAMETER OnlyLocked
    Write only of a run that holds the lock and has put nothing live: what is reverted because another run holds
    this host was never begun.
    .EXAMPLE
    Add-JournalEntry -Entry @{ event = 'deployed'; run = 'r2'; target = 'Shop'; release = '1.2.3-0a1b2c3d4e' }
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateScript({ $_.Contains('event') -and $_.Contains('run') })]
        [System.Collections.IDictionary[]] $Entry,

        [bool] $OnlyLocked = $false
    )

    $wanted = $Entry
    if ($OnlyLocked) {
        $lock = Read-HostLock
        # Once a run has put a release live, what fails afterwards is no reason to say that it was reverted.
        $wanted = @($Entry | Where-Object -FilterScript {
                $null -ne $lock -and $lock.run -eq $_['run'] -and -not (Test-RunDeployed -Run $_['run'])
            })
    }
    $journal = Read-Journal
    $next = [long] 1
    if ($journal.Entries.Count -gt 0) {
        $next = $journal.Entries[-1]['sequence'] + 1
    }
    $sequences = @()
    $text = ''
    foreach ($one in $wanted) {
        $same = @($journal.Entries | Where-Object -FilterScript {
                $_['event'] -eq $one['event'] -and $_['run'] -eq $one['run'] -and
                $_['target'] -eq $one['target'] -and $_['release'] -eq $one['release']
            })
        if ($same.Count -gt 0) {
            $sequences += $same[0]['sequence']
            continue
        }
        $text += (ConvertTo-JournalLine -Entry $one -Sequence $next) + "`n"
        $sequences += $next
        $next++
    }
    $path = "$(Get-HostFolder)\journal.jsonl"
    $what = @($Entry | ForEach-Object -Process { "run $($_['run']) was $($_['event'])" } | Select-Object -Unique)
    if ($text -and $PSCmdlet.ShouldProcess($path, "Write that $($what -join ', ')")) {
        $null = Initialize-HostFolder
        if ($journal.Torn) {
            $text = "`n$text"
        }
        Add-FileText -Path $path -Text $text
    }
    New-StepResult -Data @{ sequences = [object[]] $sequences } -Warning $journal.Warnings
}
