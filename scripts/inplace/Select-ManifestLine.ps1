function Select-ManifestLine {
    <#
    .SYNOPSIS
    Gives the lines of a manifest whose paths are not preserved.
    .DESCRIPTION
    The text stays a manifest, in the same order.
    .PARAMETER Text
    What Get-FileManifest made.
    .PARAMETER Except
    What Get-PreservePattern gave.
    .EXAMPLE
    Select-ManifestLine -Text $text -Except $pattern
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Except
    )

    $kept = New-Object -TypeName System.Text.StringBuilder
    foreach ($line in $Text.Split("`n")) {
        if ($line -and ($line.Split("`t")[0]) -notmatch $Except) {
            $null = $kept.Append("$line`n")
        }
    }
    $kept.ToString()
}
