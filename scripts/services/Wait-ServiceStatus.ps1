function Wait-ServiceStatus {
    <#
    .SYNOPSIS
    Waits until services have a status; gives those that do not have it in time, each with the one it has.
    .DESCRIPTION
    What net.exe says is localised, and it gives up sooner than a service does: only the status counts.
    .PARAMETER Name
    Names of services that are on this host.
    .PARAMETER Status
    Running or Stopped.
    .PARAMETER TimeoutSeconds
    How long to wait for all of them.
    .EXAMPLE
    $late = @(Wait-ServiceStatus -Name 'WAS', 'W3SVC' -Status 'Stopped' -TimeoutSeconds 60)
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Name,

        [Parameter(Mandatory = $true)]
        [ValidateSet('Running', 'Stopped')]
        [string] $Status,

        [Parameter(Mandatory = $true)]
        [double] $TimeoutSeconds
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $settled = @{ Running = @('Running', 'Stopped'); Stopped = @('Stopped') }[$Status]
    while ($true) {
        $late = @(foreach ($one in $Name) {
                $now = [string] (Get-Service -Name $one).Status
                if ($now -ne $Status) {
                    @{ Name = $one; Status = $now }
                }
            })
        # A service that fell back to Stopped does not start by itself any more.
        $moving = @($late | Where-Object -FilterScript { $settled -notcontains $_.Status })
        if ($moving.Count -eq 0 -or $watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            return @($late | ForEach-Object -Process { 'service {0} is {1}' -f $_.Name, $_.Status })
        }
        Start-Sleep -Milliseconds 250
    }
}
