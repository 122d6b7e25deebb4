function Add-FileText {
    <#
    .SYNOPSIS
    Writes text to the end of a file, in one piece, and has it on the disk before it returns.
    .DESCRIPTION
    As UTF-8; a file that is not there is made. Waits some seconds for somebody who reads it just now.
    .PARAMETER Path
    The file.
    .PARAMETER Text
    What is added.
    .EXAMPLE
    Add-FileText -Path 'C:\ProgramData\iisfleet\journal.jsonl' -Text $lines
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
        [ValidateNotNullOrEmpty()]
        [string] $Text
    )

    if (-not $PSCmdlet.ShouldProcess($Path, 'Add text')) {
        return
    }
    $bytes = (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false).GetBytes($Text)
    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $stream = $null
    for ($try = 1; $null -eq $stream; $try++) {
        try {
            $stream = [System.IO.File]::Open($file, [System.IO.FileMode]::Append,
                [System.IO.FileAccess]::Write, [System.IO.FileShare]::Read)
        }
        catch {
            # Somebody reads it just now. To fail here would take back what is live and well.
            if ($try -ge 25) {
                throw
            }
            Start-Sleep -Milliseconds 200
        }
    }
    try {
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
    }
    finally {
        $stream.Dispose()
    }
}
