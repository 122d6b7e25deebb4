function Get-HostFolder {
    <#
    .SYNOPSIS
    Gives the folder in which iisfleet keeps its books on this host.
    .DESCRIPTION
    Lock, journal and saved states. Only Initialize-HostFolder makes it.
    .EXAMPLE
    "$(Get-HostFolder)\journal.jsonl"
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    'C:\ProgramData\iisfleet'
}
