function Read-Content {
    <#
    .SYNOPSIS
    Takes the next bytes of what the controller sent to this script.
    .DESCRIPTION
    The pipeline input comes in chunks; where one shard ends and the next begins only their lengths say. Returns a
    byte array that is shorter than asked if no more was sent.
    .PARAMETER Length
    How many bytes.
    .EXAMPLE
    $bytes = Read-Content -Length 1048576
    .OUTPUTS
    System.Byte[]
    #>
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateRange(0, 2147483647)]
        [int] $Length
    )

    if ($null -eq $script:IisFleet['ContentAt']) {
        $script:IisFleet['ContentAt'] = @{ Chunk = 0; Offset = 0 }
    }
    $at = $script:IisFleet['ContentAt']
    $chunks = $script:IisFleet['Content']
    $bytes = New-Object -TypeName byte[] -ArgumentList $Length
    $taken = 0
    while ($taken -lt $Length -and $at.Chunk -lt $chunks.Count) {
        $chunk = [byte[]] $chunks[$at.Chunk]
        $count = [math]::Min($Length - $taken, $chunk.Length - $at.Offset)
        [System.Buffer]::BlockCopy($chunk, $at.Offset, $bytes, $taken, $count)
        $taken += $count
        $at.Offset += $count
        if ($at.Offset -ge $chunk.Length) {
            # The chunk is let go: a package need never be in memory whole.
            $chunks[$at.Chunk] = $null
            $at.Chunk++
            $at.Offset = 0
        }
    }
    if ($taken -lt $Length) {
        $shorter = New-Object -TypeName byte[] -ArgumentList $taken
        [System.Buffer]::BlockCopy($bytes, 0, $shorter, 0, $taken)
        $bytes = $shorter
    }
    # The comma keeps the array from being unrolled byte by byte.
    , $bytes
}
