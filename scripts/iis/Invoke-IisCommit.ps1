function Invoke-IisCommit {
    <#
    .SYNOPSIS
    Writes the draft to applicationHost.config.
    .DESCRIPTION
    One writer at a time on a host, by a mutex of the machine. If the file changed on disk since the draft was
    read, the draft is thrown away and edited anew. Afterwards the manager is a new one: an old one keeps stale
    objects.
    .PARAMETER Edit
    Edits a fresh draft as the present one is.
    .EXAMPLE
    Invoke-IisCommit -Edit { Invoke-IisEdit }
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [scriptblock] $Edit
    )

    if (-not $PSCmdlet.ShouldProcess('applicationHost.config', 'Commit')) {
        return
    }
    $mutex = New-Object -TypeName System.Threading.Mutex -ArgumentList $false, 'Global\iisfleet-apphost'
    try {
        $owned = try {
            $mutex.WaitOne(60000)
        }
        catch [System.Threading.AbandonedMutexException] {
            # Its owner died while it held the mutex; it is ours now, and a commit is all or nothing.
            $true
        }
        if (-not $owned) {
            throw (New-StepError -Message 'Another writer of applicationHost.config does not end.' -Kind 'locked' `
                    -Expected 'the mutex iisfleet-apphost within 60 s' -Found 'still held' `
                    -Remedy 'Look for another iisfleet session on this host (Get-HostLock).')
        }
        try {
            Invoke-IisRetry -Action { (Get-IisManager).CommitChanges() } -Recover {
                $null = Get-IisManager -Renew
                $null = & $Edit
            }
        }
        finally {
            $mutex.ReleaseMutex()
        }
    }
    finally {
        $mutex.Dispose()
    }
    $null = Get-IisManager -Renew
}
