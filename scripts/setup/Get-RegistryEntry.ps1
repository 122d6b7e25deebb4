function Get-RegistryEntry {
    <#
    .SYNOPSIS
    Reads one value of the registry with its kind, in a form that can be compared and shown.
    .DESCRIPTION
    Returns nothing if it is not there. Data is text (ExpandString unexpanded, Binary as hexadecimal digits), a
    whole number without sign for DWord and QWord, or a list of text.
    .PARAMETER Path
    The key, as a path of the registry provider.
    .PARAMETER Name
    The value.
    .EXAMPLE
    (Get-RegistryEntry -Path 'HKLM:\SOFTWARE\Shop' -Name 'Mode').Data
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Name
    )

    if (-not (Test-Path -LiteralPath $Path)) {
        return
    }
    $key = Get-Item -LiteralPath $Path
    if (@($key.GetValueNames()) -notcontains $Name) {
        return
    }
    $kind = [string] $key.GetValueKind($Name)
    $data = $key.GetValue($Name, $null, 'DoNotExpandEnvironmentNames')
    [PSCustomObject]@{ Kind = $kind; Data = ConvertTo-RegistryData -Kind $kind -Value $data }
}
