function Expand-GzipText {
    <#
    .SYNOPSIS
    Gives the bytes that a text of Base64 and gzip holds.
    .DESCRIPTION
    At most 8 MB: what is sent is a script.
    .PARAMETER Text
    The text.
    .EXAMPLE
    $bytes = Expand-GzipText -Text 'H4sIAAAAAAAC/wMAAAAAAAAAAAA='
    .OUTPUTS
    System.Byte[]
    #>
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Text
    )

    $bytes = [System.Convert]::FromBase64String($Text)
    $packed = New-Object -TypeName System.IO.MemoryStream -ArgumentList (, $bytes)
    $mode = [System.IO.Compression.CompressionMode]::Decompress
    $stream = New-Object -TypeName System.IO.Compression.GZipStream -ArgumentList $packed, $mode
    $plain = New-Object -TypeName System.IO.MemoryStream
    try {
        $buffer = New-Object -TypeName byte[] -ArgumentList 65536
        while ($plain.Length -le 8388608) {
            $count = $stream.Read($buffer, 0, $buffer.Length)
            if ($count -eq 0) {
                break
            }
            $plain.Write($buffer, 0, $count)
        }
        # The comma keeps the array from being unrolled byte by byte.
        , $plain.ToArray()
    }
    finally {
        $stream.Dispose()
        $plain.Dispose()
    }
}
