function Add-JournalEntry {
    <#
    .SYNOPSIS
    Writes into the journal of this host how a run ended.
    .DESCRIPTION
    One line of JSON with a sequence number and the time, flushed to disk. The same event of the same run, target
    and release is written once, so that a script that runs again does not repeat it. After a torn line a new one
    is begun. While reverting the entry also says which step failed first, and why.
    .PARAMETER Entry
    At least event (deployed, reverted, rolled-back) and run.
    .PARAMETER OnlyLocked
    Write only if this run holds the lock and has put nothing live: what is reverted because another run holds this
    host was never begun.
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
        [System.Collections.IDictionary] $Entry,

        [bool] $OnlyLocked = $false
    )

    if ($OnlyLocked) {
        $lock = Read-HostLock
        # Once a run has put a release live, what fails afterwards is no reason to say that it was reverted.
        if ($null -eq $lock -or $lock.run -ne $Entry['run'] -or (Test-RunDeployed -Run $Entry['run'])) {
            return New-StepResult -Data @{ sequence = $null }
        }
    }
    $journal = Read-Journal
    $same = @($journal.Entries | Where-Object -FilterScript {
            $_['event'] -eq $Entry['event'] -and $_['run'] -eq $Entry['run'] -and
            $_['target'] -eq $Entry['target'] -and $_['release'] -eq $Entry['release']
        })
    if ($same.Count -gt 0) {
        return New-StepResult -Data @{ sequence = $same[0]['sequence'] } -Warning $journal.Warnings
    }
    $sequence = [long] 1
    if ($journal.Entries.Count -gt 0) {
        $sequence = $journal.Entries[-1]['sequence'] + 1
    }
    $line = [ordered] @{ sequence = $sequence; at = [datetime]::UtcNow.ToString('o') }
    foreach ($name in @($Entry.Keys | Sort-Object)) {
        $line[$name] = $Entry[$name]
    }
    $isTold = $line.Contains('failure') -or $null -eq $script:IisFleet['Failure']
    if ($script:IisFleet.Phase -eq 'reverting' -and -not $isTold) {
        $line['failure'] = $script:IisFleet['Failure']
    }
    $path = "$(Get-HostFolder)\journal.jsonl"
    if ($PSCmdlet.ShouldProcess($path, "Write that run $($Entry['run']) was $($Entry['event'])")) {
        $null = Initialize-HostFolder
        $text = (ConvertTo-Json -InputObject $line -Compress -Depth 8) + "`n"
        if ($journal.Torn) {
            $text = "`n$text"
        }
        $bytes = (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false).GetBytes($text)
        $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)
        $stream = $null
        for ($try = 1; $null -eq $stream; $try++) {
            try {
                $stream = [System.IO.File]::Open($file, [System.IO.FileMode]::Append,
                    [System.IO.FileAccess]::Write, [System.IO.FileShare]::Read)
            }
            catch {
                # Somebody reads it just now. To fail here would take back what is live and well.
                if ($try -ge 25) {
                    throw
                }
                Start-Sleep -Milliseconds 200
            }
        }
        try {
            $stream.Write($bytes, 0, $bytes.Length)
            $stream.Flush($true)
        }
        finally {
            $stream.Dispose()
        }
    }
    New-StepResult -Data @{ sequence = $sequence } -Warning $journal.Warnings
}
