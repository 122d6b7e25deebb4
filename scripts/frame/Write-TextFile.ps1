function Write-TextFile {
    <#
    .SYNOPSIS
    Writes a text file whole or not at all.
    .DESCRIPTION
    UTF-8 without a byte order mark, through a file beside it that is flushed to disk and then takes the name, so
    that a crash leaves the old content or the new one.
    .PARAMETER Path
    The file, as a PowerShell path.
    .PARAMETER Text
    Its whole content.
    .EXAMPLE
    Write-TextFile -Path 'C:\ProgramData\iisfleet\state\r1.json' -Text $json
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text
    )

    if (-not $PSCmdlet.ShouldProcess($Path, 'Write')) {
        return
    }
    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $bytes = (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false).GetBytes($Text)
    $stream = [System.IO.File]::Create("$file.new")
    try {
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
    }
    finally {
        $stream.Dispose()
    }
    for ($try = 1; $true; $try++) {
        try {
            if ([System.IO.File]::Exists($file)) {
                # A null string variable would arrive as an empty one, which .NET Framework takes for a bad backup
                # path.
                [System.IO.File]::Replace("$file.new", $file, [NullString]::Value)
            }
            else {
                [System.IO.File]::Move("$file.new", $file)
            }
            return
        }
        catch {
            # Virus scanners hold a new file open for a moment, and Windows does not rename it meanwhile.
            if ($try -ge 5) {
                throw
            }
        }
        Start-Sleep -Milliseconds 200
    }
}
