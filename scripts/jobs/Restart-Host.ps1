function Restart-Host {
    <#
    .SYNOPSIS
    Restarts this host in two seconds.
    .DESCRIPTION
    So that this session can still tell it. The restart is entered into the event log as planned; one that is
    already under way is as good.
    .PARAMETER Run
    The run that asks for it.
    .EXAMPLE
    Restart-Host -Run 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Run
    )

    $boot = Get-HostBootTime
    if ($PSCmdlet.ShouldProcess($env:COMPUTERNAME, 'Restart')) {
        # 1190: one is planned already; 1115: it is under way.
        $null = Invoke-Native -FilePath 'shutdown.exe' -SuccessCode @(0, 1190, 1115) -ArgumentList @(
            '/r', '/t', '2', '/d', 'p:4:1', '/c', "iisfleet, run $Run")
    }
    New-StepResult -Data @{ boot = $boot } -Change @(New-Change -Path 'host/boot' -Before $null -After 'restarted')
}
