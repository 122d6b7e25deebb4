function Receive-Content {
    <#
    .SYNOPSIS
    Writes one shard of an upload to its place in a file.
    .DESCRIPTION
    The bytes come as pipeline input of the script. They are written only if their number and hash are right; a
    shard that is already there is not written again, so that an upload goes on where it was cut. Bookkeeping: no
    changes.
    .PARAMETER File
    The file, such as C:\inetpub\shop\incoming\<hash>.zip.
    .PARAMETER Offset
    Where in it.
    .PARAMETER Length
    How many bytes.
    .PARAMETER Sha256
    Their hash.
    .EXAMPLE
    Receive-Content -File 'C:\inetpub\shop\incoming\a.zip' -Offset 0 -Length 1048576 -Sha256 $hash
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $File,

        [Parameter(Mandatory = $true)]
        [ValidateRange(0, 9223372036854775807)]
        [long] $Offset,

        [Parameter(Mandatory = $true)]
        [ValidateRange(0, 2147483647)]
        [int] $Length,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $Sha256
    )

    if (-not $PSCmdlet.ShouldProcess($File, "Write $Length bytes at $Offset")) {
        return New-StepResult -Data @{ received = 0; present = $false }
    }
    $bytes = Read-Content -Length $Length
    if ((Get-FilePartHash -Path $File -Offset $Offset -Length $Length) -eq $Sha256) {
        return New-StepResult -Data @{ received = 0; present = $true }
    }
    $hash = Get-ContentHash -Bytes $bytes
    if ($bytes.Length -ne $Length -or $hash -ne $Sha256) {
        throw (New-StepError -Message "A part of $File did not arrive whole." -Kind 'content' `
                -Expected "$Length bytes at $Offset with SHA-256 $Sha256" `
                -Found "$($bytes.Length) bytes with SHA-256 $hash" `
                -Remedy 'Deploy again: the upload goes on where it was cut.')
    }
    Assert-FreeSpace -Path $File -Bytes $Length -What 'the upload'
    $name = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($File)
    $stream = $null
    try {
        $stream = [System.IO.File]::Open($name, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::Write,
            [System.IO.FileShare]::Read)
        if ($stream.Length -lt $Offset) {
            throw (New-StepError -Message "An earlier part of $File is missing." -Kind 'content' `
                    -Expected "$Offset bytes" -Found "$($stream.Length) bytes" `
                    -Remedy 'Deploy again: the host is asked anew what it has received.')
        }
        $null = $stream.Seek($Offset, [System.IO.SeekOrigin]::Begin)
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
    }
    catch {
        throw (ConvertTo-ContentError -ErrorRecord $_ -Path $File)
    }
    finally {
        if ($null -ne $stream) {
            $stream.Dispose()
        }
    }
    New-StepResult -Data @{ received = $Length; present = $false }
}
