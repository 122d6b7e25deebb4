function Get-Journal {
    <#
    .SYNOPSIS
    Tells what was deployed on this host, oldest first.
    .DESCRIPTION
    Reads only. Damaged lines become warnings.
    .PARAMETER Last
    How many entries at most: the latest ones.
    .PARAMETER Target
    Only entries of this target.
    .EXAMPLE
    Get-Journal -Last 10 -Target 'Shop'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidateRange(1, 100000)]
        [int] $Last = 50,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Target = ''
    )

    $journal = Read-Journal
    $entries = @($journal.Entries | Where-Object -FilterScript { -not $Target -or $_['target'] -eq $Target } |
            Select-Object -Last $Last)
    New-StepResult -Data @{ entries = [object[]] $entries } -Warning $journal.Warnings
}
