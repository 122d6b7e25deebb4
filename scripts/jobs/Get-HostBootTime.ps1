function Get-HostBootTime {
    <#
    .SYNOPSIS
    Gives the time at which this host was started.
    .DESCRIPTION
    In UTC, in the format 'o'. It names a boot: as long as it stays the same, the host was not restarted.
    .EXAMPLE
    Get-HostBootTime
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    (Get-CimInstance -ClassName 'Win32_OperatingSystem').LastBootUpTime.ToUniversalTime().ToString('o')
}
