function New-JobState {
    <#
    .SYNOPSIS
    Gives the state of a job that is registered and has not begun.
    .DESCRIPTION
    What Write-JobState writes for a new job.
    .PARAMETER Id
    The job.
    .PARAMETER Run
    The run that starts it; the defaults are those of a schedule, which belongs to no run.
    .PARAMETER Task
    What the run does.
    .PARAMETER Who
    The person.
    .PARAMETER Controller
    The machine the run is controlled from.
    .PARAMETER Sequence
    A number that is higher than those of earlier jobs.
    .EXAMPLE
    New-JobState -Id 'r1' -Run 'r1' -Task 'restart' -Who 'anna' -Controller 'ops01' -Sequence 4
    .OUTPUTS
    System.Collections.Specialized.OrderedDictionary
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Collections.Specialized.OrderedDictionary])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Id,

        [string] $Run = $Id,

        [string] $Task = $Id,

        [string] $Who = 'SYSTEM',

        [string] $Controller = $env:COMPUTERNAME,

        [int] $Sequence = 0
    )

    [ordered] @{
        id = $Id; run = $Run; task = $Task; who = $Who; controller = $Controller
        since = [datetime]::UtcNow.ToString('o'); sequence = $Sequence; state = 'registered'
        processId = $null; processStarted = $null; boot = (Get-HostBootTime); status = $null; resumed = $false
    }
}
