function Find-ContentEntry {
    <#
    .SYNOPSIS
    Gives what the record of a run says of one target.
    .DESCRIPTION
    Nothing if there is no record, or no complete entry of the target.
    .PARAMETER Record
    What Read-SiteContent gave.
    .PARAMETER Target
    The target.
    .EXAMPLE
    Find-ContentEntry -Record (Read-SiteContent -Run 'r1') -Target 'Shop'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [AllowNull()]
        [System.Collections.IDictionary] $Record,

        [Parameter(Mandatory = $true)]
        [string] $Target
    )

    if ($null -ne $Record) {
        $Record.targets | Where-Object -FilterScript { $_.target -eq $Target -and $_.stage -ne 'saving' }
    }
}
