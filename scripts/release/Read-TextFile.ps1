function Read-TextFile {
    <#
    .SYNOPSIS
    Reads a text file as UTF-8, while others may be writing it.
    .DESCRIPTION
    Returns $null if there is no such file. Get-Content of Windows PowerShell would take UTF-8 for ANSI.
    .PARAMETER Path
    The file.
    .EXAMPLE
    Read-TextFile -Path 'C:\ProgramData\iisfleet\lock'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    if (-not [System.IO.File]::Exists($file)) {
        return $null
    }
    $share = [System.IO.FileShare] 'ReadWrite, Delete'
    $stream = New-Object -TypeName System.IO.FileStream -ArgumentList $file, 'Open', 'Read', $share
    try {
        $encoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false
        $reader = New-Object -TypeName System.IO.StreamReader -ArgumentList $stream, $encoding
        $reader.ReadToEnd()
    }
    finally {
        $stream.Dispose()
    }
}
