function Read-HostLock {
    <#
    .SYNOPSIS
    Reads the lock of this host.
    .DESCRIPTION
    Returns nothing if nobody holds it; manual says that a person has set it, message why. A lock that cannot be
    read counts as one whose session has ended: it is written whole or not at all, so that its writer is gone or it
    is not ours.
    .EXAMPLE
    $lock = Read-HostLock
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $text = Read-TextFile -Path "$(Get-HostFolder)\lock"
    if ($null -eq $text) {
        return
    }
    try {
        $entry = ConvertFrom-JsonEntry -Text $text
        $lock = @{ manual = [bool] $entry['manual'] }
        foreach ($name in @('run', 'who', 'controller', 'why', 'since', 'sessionStarted', 'message')) {
            $lock[$name] = [string] $entry[$name]
        }
        foreach ($name in @('processId', 'sessionProcessId')) {
            $lock[$name] = [int] $entry[$name]
        }
    }
    catch {
        $lock = @{
            run = ''; who = 'unknown: the lock file is damaged'; controller = ''; processId = 0; why = ''
            since = ''; sessionProcessId = 0; sessionStarted = ''; manual = $false; message = ''
        }
    }
    $lock.sessionAlive = $false
    if ($lock.sessionProcessId -gt 0) {
        $lock.sessionAlive = Test-HostSession -ProcessId $lock.sessionProcessId -Started $lock.sessionStarted
    }
    $lock
}
