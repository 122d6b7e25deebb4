function Get-DriveSpace {
    <#
    .SYNOPSIS
    Tells how much room a drive has.
    .DESCRIPTION
    In bytes. Returns nothing for a drive that is not there.
    .PARAMETER Drive
    The letter.
    .EXAMPLE
    (Get-DriveSpace -Drive 'C').free
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]$')]
        [string] $Drive
    )

    $disk = Get-CimInstance -ClassName 'Win32_LogicalDisk' -Filter "DeviceID='${Drive}:'"
    if ($null -ne $disk) {
        @{ free = [long] $disk.FreeSpace; size = [long] $disk.Size }
    }
}
