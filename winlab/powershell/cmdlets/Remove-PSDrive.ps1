function global:Remove-PSDrive {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $Name,
        [string] $Scope,
        [switch] $Force
    )

    if ($PSCmdlet.ShouldProcess($Name, 'Remove drive')) {
        $null = [Winlab.Rpc]::Call('share.disconnect', @{ drive = $Name })
    }
    Microsoft.PowerShell.Management\Remove-PSDrive @PSBoundParameters
}
