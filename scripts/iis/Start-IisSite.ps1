function Start-IisSite {
    <#
    .SYNOPSIS
    Starts the pools and the site, and proves that they are started.
    .DESCRIPTION
    Compares with the states that were saved before the run, so that a plan and a run report the same changes
    although IIS starts a new site by itself.
    .PARAMETER Site
    The site.
    .PARAMETER Pools
    Its pools.
    .PARAMETER Run
    The id of the run whose saved state tells what was started before.
    .PARAMETER TimeoutSeconds
    How long to wait for each.
    .EXAMPLE
    Start-IisSite -Site 'Shop' -Pools @('Shop') -Run 'r1' -TimeoutSeconds 60
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [AllowEmptyCollection()]
        [string[]] $Pools = @(),

        [AllowEmptyString()]
        [string] $Run,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $saved = if ($Run) { Get-IisSavedState -Run $Run } else { $null }
    $changes = @()
    $things = @($Pools | ForEach-Object -Process { @{ Kind = 'pool'; Name = $_ } }) +
        @(@{ Kind = 'site'; Name = $Site })
    foreach ($thing in $things) {
        $kind = $thing.Kind
        $name = $thing.Name
        $before = @()
        if ($null -ne $saved) {
            $list = if ($kind -eq 'pool') { $saved.pools } else { $saved.sites }
            $before = @(@($list) | Where-Object -FilterScript { $_.name -eq $name } |
                    ForEach-Object -Process { $_.state })
        }
        if ($before.Count -eq 0) {
            $before = @(, (Get-IisRunState -Kind $kind -Name $name))
        }
        if ($before[0] -ne 'Started') {
            $changes += New-Change -Path "$kind/$name/state" -Before $before[0] -After 'Started'
        }
        if ($PSCmdlet.ShouldProcess("$kind $name", 'Start')) {
            Set-IisRunState -Kind $kind -Name $name -State 'Started' -TimeoutSeconds $TimeoutSeconds
        }
    }
    New-StepResult -Change $changes
}
