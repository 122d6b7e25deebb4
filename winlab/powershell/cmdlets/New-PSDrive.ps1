function global:New-PSDrive {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $Name,
        [Parameter(Mandatory = $true, Position = 1)] [string] $PSProvider,
        [Parameter(Mandatory = $true, Position = 2)] [string] $Root,
        [string] $Scope,
        [System.Management.Automation.PSCredential] $Credential
    )

    if (-not $Root.StartsWith('\\')) {
        return Microsoft.PowerShell.Management\New-PSDrive @PSBoundParameters
    }
    if (-not $Credential -or $PSProvider -ne 'FileSystem') { throw 'not emulated: New-PSDrive for a share without -Credential' }
    if (-not $PSCmdlet.ShouldProcess($Root, 'New drive')) { return }
    $login = $Credential.GetNetworkCredential()
    $user = if ($login.Domain) { "$($login.Domain)\$($login.UserName)" } else { $login.UserName }
    $made = [Winlab.Rpc]::Call('share.connect', @{ root = $Root; user = $user; password = $login.Password; drive = $Name })
    if ($made.code) {
        return Write-Error -Exception ([System.ComponentModel.Win32Exception]::new([int] $made.code, $made.text))
    }
    Microsoft.PowerShell.Management\New-PSDrive -Name $Name -PSProvider 'FileSystem' -Root $made.folder -Scope 'Global'
}
