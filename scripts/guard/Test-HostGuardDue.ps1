function Test-HostGuardDue {
    <#
    .SYNOPSIS
    Tells whether the time of a guarded run is over.
    .DESCRIPTION
    False for a run that has no guard.
    .PARAMETER Run
    The run; without it any.
    .EXAMPLE
    Test-HostGuardDue -Run 'r1'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [AllowEmptyString()]
        [string] $Run = ''
    )

    $due = @(Read-GuardState -Run $Run | Where-Object -FilterScript { (Get-GuardRest -State $_) -le 0 })
    $due.Count -gt 0
}
