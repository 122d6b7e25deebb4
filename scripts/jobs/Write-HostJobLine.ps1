function Write-HostJobLine {
    <#
    .SYNOPSIS
    Appends the result lines of a job to its output as they come.
    .DESCRIPTION
    output.jsonl of the job's folder. Each line is on disk before the next step begins, whatever becomes of this
    process; secrets of the script are masked.
    .PARAMETER Folder
    The job's folder.
    .PARAMETER Line
    What Invoke-Step wrote.
    .EXAMPLE
    & { Invoke-Phase 'starting' { } } | Write-HostJobLine -Folder $folder
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [Parameter(Mandatory = $true, ValueFromPipeline = $true)]
        [AllowEmptyString()]
        [string] $Line
    )

    process {
        $text = (Hide-Secret -Text $Line -Secret $script:IisFleet.Secrets -Json) + "`n"
        $bytes = (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false).GetBytes($text)
        $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath("$Folder\output.jsonl")
        $share = [System.IO.FileShare] 'ReadWrite, Delete'
        $stream = $null
        for ($try = 1; $null -eq $stream; $try++) {
            try {
                $stream = [System.IO.File]::Open($file, [System.IO.FileMode]::OpenOrCreate,
                    [System.IO.FileAccess]::ReadWrite, $share)
            }
            catch {
                # A backup or a scanner may have it for itself for a moment: no reason to end in the middle.
                if ($try -ge 25) {
                    throw
                }
                Start-Sleep -Milliseconds 200
            }
        }
        try {
            # A process that was ended in the middle of a line has left it torn.
            if ($stream.Length -gt 0) {
                $null = $stream.Seek(-1, [System.IO.SeekOrigin]::End)
                if ($stream.ReadByte() -ne 10) {
                    $stream.WriteByte(10)
                }
            }
            $stream.Write($bytes, 0, $bytes.Length)
            $stream.Flush($true)
        }
        finally {
            $stream.Dispose()
        }
    }
}
