function Get-IisServiceName {
    <#
    .SYNOPSIS
    Names the services that a restart of IIS may touch.
    .DESCRIPTION
    W3SVC, WAS, and whatever depends on WAS, directly or through others: "net stop was /y" stops all of them, and
    "net start w3svc" brings two of them back. WMSVC is always among them, because an installer may stop it. None
    on a host without IIS.
    .PARAMETER DependantOnly
    Leaves out what does not depend on WAS.
    .EXAMPLE
    $names = @(Get-IisServiceName)
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [switch] $DependantOnly
    )

    $names = New-Object -TypeName System.Collections.ArrayList
    $queue = New-Object -TypeName System.Collections.Queue
    foreach ($service in @(Get-Service -Name 'WAS' -ErrorAction SilentlyContinue)) {
        $queue.Enqueue($service)
    }
    while ($queue.Count -gt 0) {
        $service = $queue.Dequeue()
        if ($names -notcontains $service.Name) {
            $null = $names.Add([string] $service.Name)
            foreach ($dependant in @($service.DependentServices)) {
                $queue.Enqueue($dependant)
            }
        }
    }
    if (-not $DependantOnly -and $names -notcontains 'WMSVC') {
        foreach ($service in @(Get-Service -Name 'WMSVC' -ErrorAction SilentlyContinue)) {
            $null = $names.Add([string] $service.Name)
        }
    }
    # W3SVC first: its start brings WAS, and its end is what ends the sites.
    @($names | Where-Object -FilterScript { $_ -eq 'W3SVC' })
    @($names | Where-Object -FilterScript { $_ -ne 'W3SVC' } | Sort-Object)
}
