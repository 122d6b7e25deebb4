function Restart-IisPool {
    <#
    .SYNOPSIS
    Recycles a pool and waits until none of its old workers is left.
    .DESCRIPTION
    Windows starts the new worker beside the old one, which ends its requests first.
    .PARAMETER Name
    A pool that is started.
    .PARAMETER Worker
    The process ids of its workers.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Restart-IisPool -Name 'Shop' -Worker 4711 -TimeoutSeconds 60
    .OUTPUTS
    System.Void
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [int[]] $Worker,

        [Parameter(Mandatory = $true)]
        [double] $TimeoutSeconds
    )

    if (-not $PSCmdlet.ShouldProcess("pool $Name", 'Recycle')) {
        return
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    Invoke-IisRetry -Action { $null = (Get-IisObject -Kind 'pool' -Name $Name).Recycle() }
    while ($true) {
        $left = @(Get-IisWorker -Pool $Name | Where-Object -FilterScript { $Worker -contains $_ })
        if ($left.Count -eq 0) {
            return
        }
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            throw (New-StepError -Message "The pool $Name still has an old worker." -Kind 'restart' `
                    -Expected "new workers only, within $TimeoutSeconds s" -Found "worker $($left -join ', ')" `
                    -Remedy 'It ends its requests first: wait for its shutdownTimeLimit, or stop the pool.')
        }
        Start-Sleep -Milliseconds 250
    }
}
