function Join-HttpChunk {
    <#
    .SYNOPSIS
    Joins the chunks of an HTTP body.
    .DESCRIPTION
    Takes and gives text of one character a byte. A body that was cut off gives what there is.
    .PARAMETER Text
    The chunked body.
    .EXAMPLE
    Join-HttpChunk -Text "3`r`nabc`r`n0`r`n`r`n"
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text
    )

    $joined = New-Object -TypeName System.Text.StringBuilder
    $offset = 0
    while ($offset -lt $Text.Length) {
        $end = $Text.IndexOf("`r`n", $offset, [System.StringComparison]::Ordinal)
        if ($end -lt 0) {
            break
        }
        $size = [System.Convert]::ToInt32(($Text.Substring($offset, $end - $offset) -split ';')[0].Trim(), 16)
        $start = $end + 2
        if ($size -eq 0) {
            break
        }
        $null = $joined.Append($Text.Substring($start, [math]::Min($size, $Text.Length - $start)))
        $offset = $start + $size + 2
    }
    $joined.ToString()
}
