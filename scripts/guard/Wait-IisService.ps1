function Wait-IisService {
    <#
    .SYNOPSIS
    Waits, shortly after a boot, until the services of IIS have come up.
    .DESCRIPTION
    WAS and W3SVC, where Windows starts them by itself: a task with a boot trigger may be sooner, and pools can
    neither be read nor started then. What does not come up in time is a warning. Reads only.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .PARAMETER UptimeSeconds
    A host that runs for longer than this is not waited for.
    .EXAMPLE
    Wait-IisService -TimeoutSeconds 120 -UptimeSeconds 600
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 120,

        [ValidateRange(0, 2147483647)]
        [int] $UptimeSeconds = 600
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $isLong = (Get-MonotonicSecond) -gt $UptimeSeconds
    while ($true) {
        $late = @(Get-Service -Name @('WAS', 'W3SVC') -ErrorAction SilentlyContinue | Where-Object -FilterScript {
                "$($_.StartType)" -eq 'Automatic' -and "$($_.Status)" -ne 'Running'
            } | ForEach-Object -Process { $_.Name } | Sort-Object)
        if ($late.Count -eq 0 -or $isLong -or $watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            break
        }
        Start-Sleep -Milliseconds 250
    }
    $warnings = @($late | ForEach-Object -Process { "The service $_ does not run, though Windows starts it." })
    New-StepResult -Data @{ late = [object[]] $late } -Warning $warnings
}
