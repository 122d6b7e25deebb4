function Get-LiveEntry {
    <#
    .SYNOPSIS
    Gives the entries of the journal that say that a release went live, oldest first.
    .DESCRIPTION
    Those called deployed, rolled-back or adopted.
    .PARAMETER Run
    Only of this run; other lines are not even looked into.
    .PARAMETER Target
    Only of this target.
    .EXAMPLE
    Get-LiveEntry -Target 'Shop'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [AllowEmptyString()]
        [string] $Run = '',

        [AllowEmptyString()]
        [string] $Target = ''
    )

    (Read-Journal -Containing $Run).Entries | Where-Object -FilterScript {
        @('deployed', 'rolled-back', 'adopted') -contains $_['event'] -and
        (-not $Run -or $_['run'] -eq $Run) -and (-not $Target -or $_['target'] -eq $Target)
    }
}
