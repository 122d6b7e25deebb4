function ConvertTo-RegistryData {
    <#
    .SYNOPSIS
    Brings the data of a registry value into the one form in which it is compared and shown.
    .DESCRIPTION
    Windows gives numbers with a sign and binary data as bytes; a declaration has numbers without one and
    hexadecimal digits.
    .PARAMETER Kind
    String, ExpandString, MultiString, DWord, QWord or Binary.
    .PARAMETER Value
    As the registry or as a declaration has it.
    .EXAMPLE
    ConvertTo-RegistryData -Kind 'DWord' -Value -1
    .OUTPUTS
    System.Object
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Kind,

        [AllowNull()]
        [AllowEmptyString()]
        [AllowEmptyCollection()]
        [object] $Value
    )

    switch ($Kind) {
        'DWord' {
            return [long] ([decimal] $Value + $(if ([decimal] $Value -lt 0) { 4294967296 } else { 0 }))
        }
        'QWord' {
            return [decimal] $Value + $(if ([decimal] $Value -lt 0) { [decimal] 18446744073709551616 } else { 0 })
        }
        'MultiString' {
            return , [object[]] @($Value | Where-Object -FilterScript { $null -ne $_ } |
                    ForEach-Object -Process { [string] $_ })
        }
        'Binary' {
            if ($Value -is [string]) {
                return $Value.ToLowerInvariant()
            }
            return [System.BitConverter]::ToString([byte[]] @($Value)).Replace('-', '').ToLowerInvariant()
        }
        default {
            return [string] $Value
        }
    }
}
