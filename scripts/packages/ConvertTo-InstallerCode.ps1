function ConvertTo-InstallerCode {
    <#
    .SYNOPSIS
    Gives the Win32 code in an exit code that is an HRESULT.
    .DESCRIPTION
    Bundles end with 0x80070643 where an MSI ends with 1603. Any other code stays as it is.
    .PARAMETER Code
    The exit code.
    .EXAMPLE
    ConvertTo-InstallerCode -Code -2147023293
    .OUTPUTS
    System.Int32
    #>
    [CmdletBinding()]
    [OutputType([int])]
    param(
        [Parameter(Mandatory = $true)]
        [int] $Code
    )

    # 0x80070000 to 0x8007FFFF, facility Win32.
    if ($Code -ge -2147024896 -and $Code -le -2146959361) {
        return ($Code + 2147024896)
    }
    $Code
}
