function Get-StateSequence {
    <#
    .SYNOPSIS
    Gives the sequence number for a state that is to be saved now.
    .DESCRIPTION
    One more than the highest of those that are saved: states are restored in the reverse order of these numbers,
    never by times, since clocks are set back. One that cannot be read, or has no number, counts as none.
    .EXAMPLE
    $state = @{ run = 'r1'; sequence = Get-StateSequence }
    .OUTPUTS
    System.Int64
    #>
    [CmdletBinding()]
    [OutputType([long])]
    param()

    $folder = 'C:\ProgramData\iisfleet\state'
    $last = [long] 0
    if (Test-Path -LiteralPath $folder) {
        foreach ($file in @(Get-ChildItem -LiteralPath $folder -Filter '*.json' -File)) {
            $last = [math]::Max($last, (Read-StateSequence -Text (Read-TextFile -Path "$folder\$($file.Name)")))
        }
    }
    $last + 1
}
