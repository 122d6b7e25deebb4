function Test-IisAnswer {
    <#
    .SYNOPSIS
    Waits until each site that answered before answers again.
    .DESCRIPTION
    Before: when Save-IisService asked, with a status below 500. Any status below 500 will do again, because a
    front page may redirect or demand a login. A plan asks nothing. Fails with all sites that do not answer.
    .PARAMETER Run
    The id of the run.
    .PARAMETER TimeoutSeconds
    For all sites together.
    .PARAMETER RequestSeconds
    For one request.
    .EXAMPLE
    Test-IisAnswer -Run 'r1' -TimeoutSeconds 60
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60,

        [ValidateRange(1, 600)]
        [int] $RequestSeconds = 10
    )

    $state = Get-IisServiceState -Run $Run
    if ($null -eq $state -or -not $PSCmdlet.ShouldProcess('sites', 'Ask for their front pages')) {
        return New-StepResult -Data @{ answered = 0 }
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $asked = @(@($state.sites) | Where-Object -FilterScript {
            $_.state -eq 'Started' -and $_.answer -ge 1 -and $_.answer -lt 500
        })
    $silent = $asked
    while ($true) {
        $found = @()
        $silent = @(foreach ($site in $silent) {
                $probe = $site.probe
                $left = [math]::Ceiling([math]::Max(1, $TimeoutSeconds - $watch.Elapsed.TotalSeconds))
                $answer = Invoke-HttpProbe -Protocol $probe.Protocol -Address $probe.Address `
                    -Port $probe.Port -HostName $probe.HostName -Path $probe.Path `
                    -TimeoutSeconds ([math]::Min($RequestSeconds, $left))
                if ($answer.Status -lt 1 -or $answer.Status -ge 500) {
                    $what = if ($answer.Status -lt 1) { $answer.Error } else { "status $($answer.Status)" }
                    $found += "site $($site.name): $what"
                    $site
                }
            })
        if ($silent.Count -eq 0) {
            return New-StepResult -Data @{ answered = $asked.Count }
        }
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            break
        }
        Start-Sleep -Milliseconds 500
    }
    $list = @($silent | ForEach-Object -Process { $_.name }) -join ', '
    throw (New-StepError -Message "Not every site answers as before: $list." -Kind 'health' `
            -Expected "a status below 500 within $TimeoutSeconds s, as before" -Found ($found -join '; ') `
            -Remedy 'Look at the log of each app and the Application event log, source IIS AspNetCore Module.')
}
