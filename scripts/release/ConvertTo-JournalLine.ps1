function ConvertTo-JournalLine {
    <#
    .SYNOPSIS
    Gives an entry of the journal as the line that is written: with its number and the time.
    .DESCRIPTION
    While reverting it also says which step failed first, and why.
    .PARAMETER Entry
    What Add-JournalEntry was given.
    .PARAMETER Sequence
    Its number.
    .EXAMPLE
    ConvertTo-JournalLine -Entry @{ event = 'deployed'; run = 'r2' } -Sequence 7
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [Parameter(Mandatory = $true)]
        [long] $Sequence
    )

    $line = [ordered] @{ sequence = $Sequence; at = [datetime]::UtcNow.ToString('o') }
    foreach ($name in @($Entry.Keys | Sort-Object)) {
        $line[$name] = $Entry[$name]
    }
    $isTold = $line.Contains('failure') -or $null -eq $script:IisFleet['Failure']
    if ($script:IisFleet.Phase -eq 'reverting' -and -not $isTold) {
        $line['failure'] = $script:IisFleet['Failure']
    }
    ConvertTo-Json -InputObject $line -Compress -Depth 8
}
