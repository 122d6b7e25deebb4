function Close-SiteContent {
    <#
    .SYNOPSIS
    Takes the content folder of one target offline and waits until its files are free.
    .DESCRIPTION
    The part of Suspend-Site that acts; Restore-SiteContent uses it from the record alone. The page is put there in
    both kinds: should Windows restart meanwhile, the pools start by themselves, and nobody may be served half a
    release. Returns pools, workers and waitedSeconds.
    .PARAMETER Record
    The record of the run.
    .PARAMETER Entry
    The target's entry in it, with closing.
    .PARAMETER Name
    The files that must be free, relative, with /.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Close-SiteContent -Record $record -Entry $entry -Name @('app.dll') -TimeoutSeconds 60
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Record,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name = @(),

        [Parameter(Mandatory = $true)]
        [int] $TimeoutSeconds
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $closing = $Entry.closing
    $stopping = $closing.kind -eq 'pools'
    $wanted = if ($stopping) {
        @{ Path = $Entry.path }
    }
    else {
        @{ Site = $closing.site; Application = $closing.application }
    }
    $pools = @(Get-LivePool -Name @(Get-ContentPool @wanted))
    $workers = [int[]] @($pools | ForEach-Object -Process { $_.Workers })
    $stopped = @()
    if ($null -ne $Entry.offline) {
        $stopped += @($Entry.offline.pools)
    }
    if ($stopping) {
        $stopped += @($pools | Where-Object -FilterScript { $_.State -eq 'Started' } |
                ForEach-Object -Process { $_.Name })
    }
    $stopped = [object[]] @($stopped | Sort-Object -Unique)
    if (-not $PSCmdlet.ShouldProcess($Entry.path, 'Take the site offline')) {
        return @{ pools = $stopped; workers = [object[]] $workers; waitedSeconds = 0.0 }
    }
    Assert-OfflinePage -Path $Entry.path
    $Entry.offline = @{ kind = $closing.kind; pools = $stopped }
    Write-SiteContent -Record $Record
    if ($null -eq $script:IisFleet['Offline']) {
        $script:IisFleet['Offline'] = @{}
    }
    if (-not $script:IisFleet['Offline'].ContainsKey($Entry.target)) {
        $script:IisFleet['Offline'][$Entry.target] = [System.Diagnostics.Stopwatch]::StartNew()
    }
    Set-OfflinePage -Path $Entry.path -Text ([string] $closing.page) -Run $Record.run
    if ($stopping) {
        foreach ($pool in @($pools | Where-Object -FilterScript { $_.State -eq 'Started' })) {
            Set-IisRunState -Kind 'pool' -Name $pool.Name -State 'Stopped' -TimeoutSeconds $TimeoutSeconds
        }
    }
    Wait-FreeFile -Entry $Entry -Name $Name -Pool $pools -TimeoutSeconds $TimeoutSeconds
    $waited = [math]::Round($watch.Elapsed.TotalSeconds, 2)
    @{ pools = $stopped; workers = [object[]] $workers; waitedSeconds = $waited }
}
