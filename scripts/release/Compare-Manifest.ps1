function Compare-Manifest {
    <#
    .SYNOPSIS
    Names the files of a manifest that another one has with another hash, or not at all.
    .DESCRIPTION
    Sorted by name. What the other manifest has besides does not count.
    .PARAMETER Wanted
    The text of the manifest that counts.
    .PARAMETER Found
    The text of the manifest of what is there.
    .EXAMPLE
    Compare-Manifest -Wanted $recorded -Found (Get-FileManifest -Path $folder).Text
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Wanted,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Found
    )

    if ($Found -ceq $Wanted) {
        return
    }
    $there = ConvertFrom-Manifest -Text $Found
    # psbase: a file may be called Values, and would be taken for the property.
    @((ConvertFrom-Manifest -Text $Wanted).psbase.Values | Where-Object -FilterScript {
            $null -eq $there[$_.Path] -or $there[$_.Path].Sha256 -ne $_.Sha256
        } | ForEach-Object -Process { $_.Path } | Sort-Object)
}
