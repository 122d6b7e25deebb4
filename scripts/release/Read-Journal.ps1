function Read-Journal {
    <#
    .SYNOPSIS
    Reads the journal of this host.
    .DESCRIPTION
    Returns the entries in the order of their sequence numbers, never of their times. A crash while writing leaves
    a torn line: it is passed over and told in Warnings.
    .EXAMPLE
    (Read-Journal).Entries
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $path = "$(Get-HostFolder)\journal.jsonl"
    $text = [string] (Read-TextFile -Path $path)
    $entries = @()
    $warnings = @()
    $number = 0
    foreach ($line in $text.Split("`n")) {
        $number++
        if (-not $line.Trim()) {
            continue
        }
        try {
            $entry = ConvertFrom-JsonEntry -Text $line
            $entry['sequence'] = [long] $entry['sequence']
            $entries += $entry
        }
        catch {
            $warnings += "Line $number of $path is damaged and is passed over."
        }
    }
    [PSCustomObject]@{
        Entries  = [object[]] @($entries | Sort-Object -Property { $_['sequence'] })
        Warnings = [string[]] $warnings
        Torn     = ($text.Length -gt 0 -and -not $text.EndsWith("`n"))
    }
}
