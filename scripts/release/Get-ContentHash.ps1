function Get-ContentHash {
    <#
    .SYNOPSIS
    Gives the SHA-256 of a file, of bytes or of a text.
    .DESCRIPTION
    In lower-case hexadecimal digits; a text is taken as UTF-8. A file is read in a stream, also while others write
    it. The class is the one of the operating system: fast, and allowed where a FIPS policy forbids the managed
    one.
    .PARAMETER Path
    A file.
    .PARAMETER Text
    A text.
    .PARAMETER Bytes
    Bytes.
    .EXAMPLE
    Get-ContentHash -Path 'C:\inetpub\shop\incoming\a.zip'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Path')]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true, ParameterSetName = 'Text')]
        [AllowEmptyString()]
        [string] $Text,

        [Parameter(Mandatory = $true, ParameterSetName = 'Bytes')]
        [AllowEmptyCollection()]
        [byte[]] $Bytes
    )

    $sha256 = New-Object -TypeName System.Security.Cryptography.SHA256CryptoServiceProvider
    $stream = $null
    try {
        if ($PSCmdlet.ParameterSetName -eq 'Path') {
            $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
            $share = [System.IO.FileShare] 'ReadWrite, Delete'
            $stream = New-Object -TypeName System.IO.FileStream -ArgumentList $file, 'Open', 'Read', $share, 65536
            $hash = $sha256.ComputeHash($stream)
        }
        elseif ($PSCmdlet.ParameterSetName -eq 'Text') {
            $hash = $sha256.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text))
        }
        else {
            $hash = $sha256.ComputeHash($Bytes)
        }
        [System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
    }
    finally {
        if ($null -ne $stream) {
            $stream.Dispose()
        }
        $sha256.Dispose()
    }
}
