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

    for ($try = 1; $true; $try++) {
        try {
            $system = Get-CimInstance -ClassName 'Win32_OperatingSystem' -ErrorAction Stop
            return $system.LastBootUpTime.ToUniversalTime().ToString('o')
        }
        catch {
            # A task that runs at a boot may be earlier than WMI, and puts back nothing if it gives up.
            if ($try -ge 10) {
                throw
            }
        }
        Start-Sleep -Seconds 3
    }
}
