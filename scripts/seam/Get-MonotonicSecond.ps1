function Get-MonotonicSecond {
    <#
    .SYNOPSIS
    Gives the seconds of a clock that nobody can set.
    .DESCRIPTION
    Counts since the boot of this host, through all processes alike. The difference of two is time that has passed,
    whatever became of the time of day meanwhile.
    .EXAMPLE
    Get-MonotonicSecond
    .OUTPUTS
    System.Double
    #>
    [CmdletBinding()]
    [OutputType([double])]
    param()

    [System.Diagnostics.Stopwatch]::GetTimestamp() / [double] [System.Diagnostics.Stopwatch]::Frequency
}
