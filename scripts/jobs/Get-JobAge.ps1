function Get-JobAge {
    <#
    .SYNOPSIS
    Gives the seconds since a job was registered.
    .DESCRIPTION
    By the clock of this host, which wrote it down, too.
    .PARAMETER State
    What Read-JobState gave.
    .EXAMPLE
    Get-JobAge -State $state
    .OUTPUTS
    System.Double
    #>
    [CmdletBinding()]
    [OutputType([double])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $State
    )

    $since = [datetime]::Parse([string] $State.since, [System.Globalization.CultureInfo]::InvariantCulture,
        [System.Globalization.DateTimeStyles]::RoundtripKind)
    ([datetime]::UtcNow - $since.ToUniversalTime()).TotalSeconds
}
