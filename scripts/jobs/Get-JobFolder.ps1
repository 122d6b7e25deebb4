function Get-JobFolder {
    <#
    .SYNOPSIS
    Gives the folder of the jobs on this host, or that of one job.
    .DESCRIPTION
    A job's folder holds job.ps1, state.json and output.jsonl and, until the job has read it, secrets.json.
    .PARAMETER Id
    The job; without it the folder of all of them.
    .EXAMPLE
    Get-JobFolder -Id 'r1'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [string] $Id = ''
    )

    $folder = "$(Get-HostFolder)\jobs"
    if ($Id) { "$folder\$Id" } else { $folder }
}
