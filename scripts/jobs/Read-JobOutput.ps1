function Read-JobOutput {
    <#
    .SYNOPSIS
    Reads whole lines of a job's output from a place in it.
    .DESCRIPTION
    Lines holds them; Offset is where the next call goes on. A line that is still being written is left for it.
    .PARAMETER Folder
    The job's folder.
    .PARAMETER Offset
    How many bytes were read before.
    .PARAMETER Limit
    About how many bytes to read at most; one line is always read whole.
    .EXAMPLE
    Read-JobOutput -Folder 'C:\ProgramData\iisfleet\jobs\r1' -Offset 0
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [Parameter(Mandatory = $true)]
        [ValidateRange(0, 9223372036854775807)]
        [long] $Offset,

        [int] $Limit = 200000
    )

    $nothing = [PSCustomObject]@{ Lines = [string[]] @(); Offset = $Offset }
    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath("$Folder\output.jsonl")
    if (-not [System.IO.File]::Exists($file)) {
        return $nothing
    }
    $share = [System.IO.FileShare] 'ReadWrite, Delete'
    $stream = New-Object -TypeName System.IO.FileStream -ArgumentList $file, 'Open', 'Read', $share
    try {
        $left = $stream.Length - $Offset
        $end = -1
        $length = [math]::Min($left, $Limit)
        while ($length -gt 0) {
            $bytes = New-Object -TypeName byte[] -ArgumentList $length
            $null = $stream.Seek($Offset, [System.IO.SeekOrigin]::Begin)
            $count = $stream.Read($bytes, 0, $bytes.Length)
            $end = [System.Array]::LastIndexOf($bytes, [byte] 10, $count - 1)
            if ($end -ge 0 -or $length -ge $left) {
                break
            }
            $length = [math]::Min($left, 2 * $length)
        }
    }
    finally {
        $stream.Dispose()
    }
    if ($end -lt 0) {
        return $nothing
    }
    $text = [System.Text.Encoding]::UTF8.GetString($bytes, 0, $end)
    [PSCustomObject]@{ Lines = [string[]] $text.Split("`n"); Offset = $Offset + $end + 1 }
}
