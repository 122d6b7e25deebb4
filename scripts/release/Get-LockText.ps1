function Get-LockText {
    <#
    .SYNOPSIS
    Gives a lock as it stands in a change: its message if a person has set it, else the run.
    .DESCRIPTION
    $null without a lock.
    .PARAMETER Lock
    What Read-HostLock gave.
    .EXAMPLE
    Get-LockText -Lock (Read-HostLock)
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [hashtable] $Lock
    )

    if ($null -eq $Lock) {
        return $null
    }
    if ($Lock.manual) {
        return $Lock.message
    }
    if ($Lock.run) { "run $($Lock.run)" } else { $Lock.who }
}
