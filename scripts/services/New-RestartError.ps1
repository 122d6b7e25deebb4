function New-RestartError {
    <#
    .SYNOPSIS
    Makes the failure that names everything that does not run, or runs, other than before.
    .DESCRIPTION
    To be thrown, as New-StepError.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Problem
    Such as "site Shop is Stopped".
    .EXAMPLE
    throw (New-RestartError -Run 'r1' -Problem $problems)
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [string[]] $Problem
    )

    $list = $Problem -join '; '
    New-StepError -Message "Not everything of IIS is as before: $list." -Kind 'restart' -Found $list `
        -Expected "services, pools and sites as before run $Run" `
        -Remedy ('See the System event log, sources Service Control Manager, WAS and IIS-W3SVC. Then start ' +
            'or stop each of them: a service by "net start NAME", a site by ' +
            '"invoke start --site NAME", a pool by --pool.')
}
