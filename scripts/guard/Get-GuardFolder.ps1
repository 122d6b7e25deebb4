function Get-GuardFolder {
    <#
    .SYNOPSIS
    Gives the folder of the guard on this host.
    .DESCRIPTION
    It holds the guard's script, named by its hash, a file for each run that is guarded, and what the guard did the
    last time (output.jsonl and state.json).
    .EXAMPLE
    Get-GuardFolder
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    "$(Get-HostFolder)\guard"
}
