function Compare-Sddl {
    <#
    .SYNOPSIS
    Tells whether two access lists mean the same.
    .DESCRIPTION
    Compares protection and the sets of entries, not text: see ConvertFrom-Sddl.
    .PARAMETER Sddl
    The one.
    .PARAMETER Other
    The other.
    .PARAMETER Registry
    They are those of registry keys.
    .EXAMPLE
    Compare-Sddl -Sddl (Get-Acl -LiteralPath $path).Sddl -Other 'D:PAI(A;OICI;FA;;;SY)'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Sddl,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Other,

        [switch] $Registry
    )

    $one = ConvertFrom-Sddl -Sddl $Sddl -Registry:$Registry
    $two = ConvertFrom-Sddl -Sddl $Other -Registry:$Registry
    $one.Protected -eq $two.Protected -and ($one.Entries -join ' ') -eq ($two.Entries -join ' ')
}
