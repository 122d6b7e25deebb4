function Get-FilePartHash {
    <#
    .SYNOPSIS
    Gives the SHA-256 of a part of a file.
    .DESCRIPTION
    Returns nothing if the file is not there or ends before the part does.
    .PARAMETER Path
    The file.
    .PARAMETER Offset
    Where the part begins.
    .PARAMETER Length
    How long it is.
    .EXAMPLE
    Get-FilePartHash -Path 'C:\inetpub\shop\incoming\a.zip' -Offset 0 -Length 1048576
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [long] $Offset,

        [Parameter(Mandatory = $true)]
        [int] $Length
    )

    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    if (-not [System.IO.File]::Exists($file)) {
        return
    }
    $stream = [System.IO.File]::Open($file, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read,
        [System.IO.FileShare]::ReadWrite)
    try {
        if ($stream.Length -lt $Offset + $Length) {
            return
        }
        $null = $stream.Seek($Offset, [System.IO.SeekOrigin]::Begin)
        $bytes = New-Object -TypeName byte[] -ArgumentList $Length
        $read = 0
        while ($read -lt $Length) {
            $count = $stream.Read($bytes, $read, $Length - $read)
            if ($count -eq 0) {
                return
            }
            $read += $count
        }
    }
    finally {
        $stream.Dispose()
    }
    Get-ContentHash -Bytes $bytes
}
