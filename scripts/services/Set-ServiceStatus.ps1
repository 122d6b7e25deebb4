function Set-ServiceStatus {
    <#
    .SYNOPSIS
    Starts or stops a service and waits until it is so; gives the status that it has if it never is.
    .DESCRIPTION
    Tries again while a service of IIS is still starting or stopping: until WAS has come to rest, nothing that
    depends on it can start. Nothing is returned for success.
    .PARAMETER Name
    A service that is on this host.
    .PARAMETER Status
    Running or Stopped.
    .PARAMETER TimeoutSeconds
    How long to try.
    .EXAMPLE
    $problems += @(Set-ServiceStatus -Name 'WMSVC' -Status 'Running' -TimeoutSeconds 60)
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [ValidateSet('Running', 'Stopped')]
        [string] $Status,

        [Parameter(Mandatory = $true)]
        [double] $TimeoutSeconds
    )

    if (-not $PSCmdlet.ShouldProcess("service $Name", $Status)) {
        return
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $words = @('start', $Name)
    if ($Status -eq 'Stopped') {
        $words = @('stop', $Name, '/y')
    }
    while ($true) {
        # Before the try: what comes to rest after it was still in its way.
        $moving = @(Get-IisServiceName | Where-Object -FilterScript {
                (Get-Service -Name $_).Status -like '*Pending'
            })
        $null = Invoke-Native -FilePath 'net.exe' -ArgumentList $words -SuccessCode 0, 2
        $left = [math]::Max(0, $TimeoutSeconds - $watch.Elapsed.TotalSeconds)
        $late = @(Wait-ServiceStatus -Name $Name -Status $Status -TimeoutSeconds $left)
        if ($late.Count -eq 0 -or $moving.Count -eq 0 -or $watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            return $late
        }
        Start-Sleep -Milliseconds 250
    }
}
