function Test-RunDeployed {
    <#
    .SYNOPSIS
    Tells whether the journal says that a run reached its end on this host.
    .DESCRIPTION
    Then it has put a release live. A damaged last line, left by a crash, counts as none.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    Test-RunDeployed -Run 'r1'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Run
    )

    @(Get-LiveEntry -Run $Run).Count -gt 0
}
