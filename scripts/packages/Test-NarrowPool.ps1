function Test-NarrowPool {
    <#
    .SYNOPSIS
    Fails unless each 32-bit pool can start a worker process.
    .DESCRIPTION
    A worker loads every module of IIS, and ends if the 32-bit file of one is missing or broken: that a file is
    there proves too little. Each started pool is woken by a request to a site of it; what that answers does not
    count. A pool that is stopped is named: the very fault may have stopped it. A plan asks for no page.
    .PARAMETER TimeoutSeconds
    For each pool.
    .PARAMETER RequestSeconds
    For one request.
    .EXAMPLE
    Test-NarrowPool -TimeoutSeconds 60
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 60,

        [ValidateRange(1, 600)]
        [int] $RequestSeconds = 10
    )

    if (-not $PSCmdlet.ShouldProcess('32-bit pools', 'Wake')) {
        return New-StepResult -Data @{ pools = [object[]] @() }
    }
    $found = @(Get-NarrowPool)
    $awake = @()
    $warnings = @()
    foreach ($one in $found) {
        if ($one.State -ne 'Started') {
            $text = 'The 32-bit pool {0} of site {1} is stopped. Start it: invoke start --pool {0}.'
            $warnings += $text -f $one.Pool, $one.Site
            continue
        }
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $probe = $one.Probe
        while ($true) {
            $answer = Invoke-HttpProbe @probe -TimeoutSeconds $RequestSeconds
            if (@(Get-IisWorker -Pool $one.Pool).Count -gt 0) {
                $awake += $one.Pool
                break
            }
            if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
                throw (New-StepError -Message "The 32-bit pool $($one.Pool) cannot start a worker process." `
                        -Expected "a worker process within $TimeoutSeconds s" -Kind 'package' `
                        -Found "site $($one.Site) answers with status $($answer.Status)" `
                        -Remedy 'Look for "The Module DLL ... failed to load" in the Application event log.')
            }
            Start-Sleep -Milliseconds 500
        }
    }
    New-StepResult -Data @{ pools = [object[]] $awake } -Warning $warnings
}
