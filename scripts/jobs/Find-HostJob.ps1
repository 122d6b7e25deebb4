function Find-HostJob {
    <#
    .SYNOPSIS
    Finds a job of this host.
    .DESCRIPTION
    Returns nothing if there is none.
    .PARAMETER Id
    The job; without it the newest that has not ended.
    .EXAMPLE
    Find-HostJob -Id 'r1'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [AllowEmptyString()]
        [string] $Id = ''
    )

    if (-not $Id) {
        return Read-AllJobState | Where-Object -FilterScript { $_.state -ne 'ended' } | Select-Object -Last 1
    }
    $folder = Get-JobFolder
    if (Test-Path -LiteralPath $folder) {
        Assert-TrustedFolder -Path $folder
        Read-JobState -Folder "$folder\$Id"
    }
}
