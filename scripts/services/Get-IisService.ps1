function Get-IisService {
    <#
    .SYNOPSIS
    Tells which services of IIS are on this host, and which of them run.
    .DESCRIPTION
    Reads only: W3SVC, WAS with all that depends on it, and WMSVC. An empty list on a host without IIS. Unfinished
    are runs of the last day that noted what ran, and never brought it back: their controller died while this host
    restarted. What is older than that says nothing of what should run today.
    .EXAMPLE
    Get-IisService
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $services = @(foreach ($name in @(Get-IisServiceName)) {
            $service = Get-Service -Name $name
            @{ name = $name; status = [string] $service.Status; startType = [string] $service.StartType }
        })
    $folder = "$(Get-HostFolder)\services"
    $unfinished = @()
    if (Test-Path -LiteralPath $folder) {
        $unfinished = @(Get-ChildItem -LiteralPath $folder -Filter '*.json' |
                Where-Object -FilterScript { $_.LastWriteTimeUtc -gt [datetime]::UtcNow.AddDays(-1) } |
                Sort-Object -Property LastWriteTimeUtc | ForEach-Object -Process { $_.BaseName })
    }
    New-StepResult -Data @{ services = [object[]] $services; unfinished = [object[]] $unfinished }
}
