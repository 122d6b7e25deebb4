function Read-HttpAnswer {
    <#
    .SYNOPSIS
    Reads one HTTP/1.1 answer from a stream.
    .DESCRIPTION
    Bodies by Content-Length, chunked, or to the end of the connection; the first megabyte of it.
    .PARAMETER Stream
    Where the answer comes.
    .PARAMETER Watch
    Runs since the request began.
    .PARAMETER TimeoutSeconds
    When to give up.
    .EXAMPLE
    Read-HttpAnswer -Stream $stream -Watch $watch -TimeoutSeconds 10
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [System.IO.Stream] $Stream,

        [Parameter(Mandatory = $true)]
        [System.Diagnostics.Stopwatch] $Watch,

        [Parameter(Mandatory = $true)]
        [int] $TimeoutSeconds
    )

    $limit = 1MB
    # One character a byte, so that text operations can find the parts without changing them.
    $latin = [System.Text.Encoding]::GetEncoding(28591)
    $buffer = New-Object -TypeName byte[] -ArgumentList 65536
    $received = New-Object -TypeName System.Text.StringBuilder
    $head = $null
    $headers = @{}
    $status = 0
    $length = -1
    $body = $null
    while ($null -eq $body) {
        if ($Watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            throw "no complete answer within $TimeoutSeconds s"
        }
        $count = $Stream.Read($buffer, 0, $buffer.Length)
        $null = $received.Append($latin.GetString($buffer, 0, $count))
        if ($null -eq $head) {
            $text = $received.ToString()
            $end = $text.IndexOf("`r`n`r`n", [System.StringComparison]::Ordinal)
            if ($end -lt 0) {
                if ($count -eq 0 -or $text.Length -gt 65536) {
                    throw 'the answer is not HTTP'
                }
                continue
            }
            $head = @($text.Substring(0, $end) -split "`r`n")
            if ($head[0] -notmatch '^HTTP/1\.[01] (?<status>\d{3})\b') {
                throw 'the answer is not HTTP'
            }
            $status = [int] $Matches['status']
            foreach ($line in @($head | Select-Object -Skip 1)) {
                $colon = $line.IndexOf(':')
                if ($colon -gt 0) {
                    $name = $line.Substring(0, $colon).Trim().ToLowerInvariant()
                    $headers[$name] = $line.Substring($colon + 1).Trim()
                }
            }
            $null = $received.Remove(0, $end + 4)
            if ($headers.ContainsKey('content-length') -and -not $headers.ContainsKey('transfer-encoding')) {
                $length = [long] $headers['content-length']
            }
            if (@(204, 304) -contains $status) {
                $length = 0
            }
        }
        $isChunked = "$($headers['transfer-encoding'])" -match 'chunked'
        $isDone = $count -eq 0 -or $received.Length -ge $limit -or
            ($length -ge 0 -and $received.Length -ge $length) -or
            ($isChunked -and $received.Length -ge 5 -and
                $received.ToString([math]::Max(0, $received.Length - 5), 5) -eq "0`r`n`r`n")
        if ($isDone) {
            $body = $received.ToString()
            if ($isChunked) {
                $body = Join-HttpChunk -Text $body
            }
            elseif ($length -ge 0 -and $body.Length -lt [math]::Min($length, $limit)) {
                throw "the answer ended after $($body.Length) of $length bytes"
            }
        }
    }
    if ($body.Length -gt $limit) {
        $body = $body.Substring(0, $limit)
    }
    $bytes = $latin.GetBytes($body)
    [PSCustomObject]@{
        Status = $status; Headers = $headers; Body = [System.Text.Encoding]::UTF8.GetString($bytes); Bytes = $bytes
        Error = $null
    }
}
