function Get-RegistryValue {
    <#
    .SYNOPSIS
    Reads one value of the registry.
    .DESCRIPTION
    Returns nothing if the key or the value is not there: absence is an answer, not an error.
    .PARAMETER Path
    The key, as a path of the registry provider.
    .PARAMETER Name
    The value.
    .EXAMPLE
    Get-RegistryValue -Path 'HKLM:\SOFTWARE\Microsoft\InetStp' -Name 'MajorVersion'
    .OUTPUTS
    System.Object
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )

    if (-not (Test-Path -LiteralPath $Path)) {
        return
    }
    # By its name: one value that 5.1 cannot read (a DWORD of eight bytes, as some uninstall keys have) would take
    # all the others of its key with it.
    if ((Get-Item -LiteralPath $Path).Property -contains $Name) {
        (Get-ItemProperty -LiteralPath $Path -Name $Name).PSObject.Properties[$Name].Value
    }
}
