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
    $values = Get-ItemProperty -LiteralPath $Path
    if ($null -ne $values -and $null -ne $values.PSObject.Properties[$Name]) {
        $values.PSObject.Properties[$Name].Value
    }
}
