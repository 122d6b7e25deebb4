function Get-HostSession {
    <#
    .SYNOPSIS
    Gives the identity of a process: its id and when it began.
    .DESCRIPTION
    Windows uses process ids again; together with the start they are unique. Returns nothing if there is none.
    .PARAMETER ProcessId
    The process; without it that of this session (wsmprovhost.exe).
    .EXAMPLE
    Get-HostSession
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [int] $ProcessId = $PID
    )

    $process = Get-Process -Id $ProcessId -ErrorAction SilentlyContinue
    if ($null -ne $process) {
        @{ processId = $ProcessId; started = $process.StartTime.ToUniversalTime().ToString('o') }
    }
}
