function ConvertFrom-RegistryData {
    <#
    .SYNOPSIS
    Gives data as the registry provider takes it.
    .DESCRIPTION
    The opposite of ConvertTo-RegistryData: numbers with their sign, binary data as bytes.
    .PARAMETER Kind
    String, ExpandString, MultiString, DWord, QWord or Binary.
    .PARAMETER Data
    As ConvertTo-RegistryData gives it.
    .EXAMPLE
    ConvertFrom-RegistryData -Kind 'DWord' -Data 4294967295
    .OUTPUTS
    System.Object
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [AllowEmptyCollection()]
        [object] $Data
    )

    switch ($Kind) {
        'DWord' {
            return [System.BitConverter]::ToInt32([System.BitConverter]::GetBytes([uint32] $Data), 0)
        }
        'QWord' {
            return [System.BitConverter]::ToInt64([System.BitConverter]::GetBytes([uint64] $Data), 0)
        }
        'MultiString' {
            return , [string[]] $Data
        }
        'Binary' {
            $bytes = @([regex]::Matches($Data, '..') | ForEach-Object -Process {
                    [System.Convert]::ToByte($_.Value, 16)
                })
            return , [byte[]] $bytes
        }
        default {
            return $Data
        }
    }
}
