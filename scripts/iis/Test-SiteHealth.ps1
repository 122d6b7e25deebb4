function Test-SiteHealth {
    <#
    .SYNOPSIS
    Waits until a site answers all its checks, from a new worker if wanted.
    .DESCRIPTION
    Asks the bindings of this host until each check passes. With ExpectNewWorker a worker of the pool must have a
    process id that is not in the saved state of the run, or the old release may still answer; if there is none
    the pool is recycled once. Fails with what the last try found.
    .PARAMETER Site
    The site.
    .PARAMETER Pool
    Its pool.
    .PARAMETER Run
    The id of the run whose saved state knows the workers from before.
    .PARAMETER Checks
    @{ Protocol; Address; Port; HostName; Path; Status; Body; Header; HeaderValue } each.
    .PARAMETER TimeoutSeconds
    How long to wait for all of it.
    .PARAMETER IntervalSeconds
    Between two tries.
    .PARAMETER RequestSeconds
    For one request.
    .PARAMETER ExpectNewWorker
    Demands a worker that was not there before the run.
    .EXAMPLE
    Test-SiteHealth -Site 'Shop' -Pool 'Shop' -Run 'r1' -ExpectNewWorker $true -Checks @(
        @{ Protocol = 'http'; Address = '*'; Port = 80; HostName = 'shop'; Path = '/healthz'; Status = @(200) })
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [AllowEmptyString()]
        [string] $Pool,

        [AllowEmptyString()]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $Checks,

        [ValidateRange(1, 3600)]
        [double] $TimeoutSeconds = 60,

        [ValidateRange(0.05, 600)]
        [double] $IntervalSeconds = 1,

        [ValidateRange(1, 600)]
        [double] $RequestSeconds = 10,

        [bool] $ExpectNewWorker = $false
    )

    # A request starts a worker process: a plan asks nothing.
    if (-not $PSCmdlet.ShouldProcess("site $Site", 'Ask for its pages')) {
        return New-StepResult -Data @{ tries = 0 }
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $old = @()
    $saved = if ($Run) { Get-IisSavedState -Run $Run } else { $null }
    if ($null -ne $saved) {
        $old = @(@($saved.pools) | Where-Object -FilterScript { $_.name -eq $Pool } |
                ForEach-Object -Process { $_.workers } | ForEach-Object -Process { [int] $_ })
    }
    $tries = 0
    $recycled = $false
    while ($true) {
        $tries++
        $failure = $null
        foreach ($check in $Checks) {
            $remaining = [math]::Ceiling([math]::Max(1, $TimeoutSeconds - $watch.Elapsed.TotalSeconds))
            $answer = Invoke-HttpProbe -Protocol $check['Protocol'] -Address $check['Address'] `
                -Port $check['Port'] -HostName $check['HostName'] -Path $check['Path'] `
                -TimeoutSeconds ([int] [math]::Min([math]::Ceiling($RequestSeconds), $remaining))
            $failure = Test-HttpAnswer -Answer $answer -Check $check
            if ($null -ne $failure) {
                $name = if ($check['HostName']) { $check['HostName'] } else { $check['Address'] }
                $url = '{0}://{1}:{2}{3}' -f $check['Protocol'], $name, $check['Port'], $check['Path']
                $message = "Site $Site does not answer $url as expected."
                $remedy = 'Look at the log of the app and the Application event log, source IIS AspNetCore Module.'
                break
            }
        }
        $workers = @(if ($Pool) { Get-IisWorker -Pool $Pool })
        if ($null -eq $failure -and $ExpectNewWorker) {
            if (@($workers | Where-Object -FilterScript { $old -notcontains $_ }).Count -eq 0) {
                $failure = [PSCustomObject]@{
                    Expected = "a worker other than $($old -join ', ')"; Found = "workers: $($workers -join ', ')"
                }
                $message = "Pool $Pool has no new worker: the old release may still answer."
                $remedy = "Recycle the pool $Pool and look at the System event log, source WAS."
                if (-not $recycled -and $workers.Count -gt 0) {
                    $recycled = $true
                    Invoke-IisRetry -Action { $null = (Get-IisObject -Kind 'pool' -Name $Pool).Recycle() }
                }
            }
        }
        if ($null -eq $failure) {
            return New-StepResult -Data @{
                tries = $tries; seconds = [math]::Round($watch.Elapsed.TotalSeconds, 1)
                workers = [object[]] $workers; recycled = $recycled
            }
        }
        if ($watch.Elapsed.TotalSeconds + $IntervalSeconds -ge $TimeoutSeconds) {
            throw (New-StepError -Message "$message (tries: $tries)" -Expected $failure.Expected `
                    -Found $failure.Found -Remedy $remedy -Kind 'health')
        }
        Start-Sleep -Milliseconds ([int] ($IntervalSeconds * 1000))
    }
}
