function Suspend-Site {
    <#
    .SYNOPSIS
    Takes a site offline whose content is published in place, and proves that its files are free.
    .DESCRIPTION
    page: app_offline.htm, which the ASP.NET Core Module answers with; pools: every pool that serves the folder or
    anything below it is stopped, too. Waits for the workers and opens each file that will change. After half the
    time the pool of a page is recycled; in the end the file and its holder are named. Written down ahead; brought
    back by Resume-Site. Nothing that lasts: no changes. Does nothing if the publish changes nothing.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Target
    The target.
    .PARAMETER Site
    The name of the site in IIS.
    .PARAMETER Application
    The path of the application.
    .PARAMETER Path
    The folder that is served.
    .PARAMETER Offline
    page or pools.
    .PARAMETER Page
    The text of the page; empty for a plain one.
    .PARAMETER TimeoutSeconds
    How long to wait until the files are free.
    .EXAMPLE
    Suspend-Site -Run 'r1' -Target 'Shop' -Site 'Shop' -Path 'C:\inetpub\shop' -Offline 'page' -Page $html
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [ValidatePattern('^/')]
        [string] $Application = '/',

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\[^\\]')]
        [string] $Path,

        [ValidateSet('page', 'pools')]
        [string] $Offline = 'page',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Page = '',

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $nothing = @{ pools = @(); workers = @(); waitedSeconds = 0.0 }
    $record = Read-SiteContent -Run $Run
    $entry = Find-ContentEntry -Record $record -Target $Target
    if (-not $PSCmdlet.ShouldProcess($Path, 'Take the site offline')) {
        return New-StepResult -Data $nothing
    }
    if ($null -eq $entry) {
        throw (New-StepError -Message "What run $Run changes in $Path is not saved." -Kind 'state' `
                -Expected 'Save-SiteContent before it' -Found 'no record' -Remedy 'Deploy again.')
    }
    $plan = Read-ContentPlan -Store $entry.store -Run $Run -Sha256 $entry.files
    $names = @(@($plan.Changed) + @($plan.Removed) + @($plan.Added) | ForEach-Object -Process { $_.Path })
    if ($names.Count -eq 0) {
        return New-StepResult -Data $nothing
    }
    $entry.closing = @{ kind = $Offline; page = $Page; site = $Site; application = $Application }
    if ($entry.stage -eq 'saved') {
        $entry.stage = 'suspended'
    }
    $how = @{ Record = $record; Entry = $entry; Name = $names; TimeoutSeconds = $TimeoutSeconds }
    New-StepResult -Data (Close-SiteContent @how)
}
