function Read-Journal {
    <#
    .SYNOPSIS
    Reads the journal of this host.
    .DESCRIPTION
    Returns the entries in the order of their sequence numbers, never of their times. A crash while writing leaves
    a torn line: it is passed over and told in Warnings, as is one that is no entry.
    .PARAMETER Containing
    Only lines with this text in them are looked into: much faster where the journal is long.
    .EXAMPLE
    (Read-Journal).Entries
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyString()]
        [string] $Containing = ''
    )

    $path = "$(Get-HostFolder)\journal.jsonl"
    $text = [string] (Read-TextFile -Path $path)
    $warnings = @()
    $number = 0
    $entries = @(foreach ($line in $text.Split("`n")) {
            $number++
            if (-not $line.Trim() -or -not $line.Contains($Containing)) {
                continue
            }
            try {
                $entry = ConvertFrom-JsonEntry -Text $line
                $entry['sequence'] = [long] $entry['sequence']
                # Add-JournalEntry has always written these.
                if ($entry['sequence'] -le 0 -or $entry['event'] -isnot [string] -or
                    $entry['run'] -isnot [string]) {
                    throw 'This is no entry.'
                }
                $entry
            }
            catch {
                $warnings += "Line $number of $path is damaged and is passed over."
            }
        })
    [PSCustomObject]@{
        Entries  = [object[]] @($entries | Sort-Object -Property { $_['sequence'] })
        Warnings = [string[]] $warnings
        Torn     = ($text.Length -gt 0 -and -not $text.EndsWith("`n"))
    }
}
