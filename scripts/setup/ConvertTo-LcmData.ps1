function ConvertTo-LcmData {
    <#
    .SYNOPSIS
    Gives the bytes of a document as this host's Local Configuration Manager takes them.
    .DESCRIPTION
    A local call takes the MOF as it is. Some versions want its length plus four before it, in four bytes, low byte
    first: Get-DscDifference finds that out.
    .PARAMETER Mof
    The document.
    .PARAMETER Framed
    With the length before it.
    .EXAMPLE
    $data = [byte[]] (ConvertTo-LcmData -Mof $mof)
    .OUTPUTS
    System.Byte[]
    #>
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory = $true)]
        [byte[]] $Mof,

        [bool] $Framed = [bool] $script:IisFleet['LcmFramed']
    )

    if (-not $Framed) {
        return , $Mof
    }
    $size = $Mof.Length + 4
    $bytes = [byte[]] @(0, 8, 16, 24 | ForEach-Object -Process { ($size -shr $_) -band 255 })
    , [byte[]] ($bytes + $Mof)
}
