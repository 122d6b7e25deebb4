function global:Set-Acl {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory = $true)] [string] $LiteralPath,
        [Parameter(Mandatory = $true)] [object] $AclObject
    )

    if ($PSCmdlet.ShouldProcess($LiteralPath)) {
        $path = [Winlab.Lab]::WindowsPath($PSCmdlet, $LiteralPath)
        $null = [Winlab.Rpc]::Call('acl.set', @{ path = $path; sddl = $AclObject.Sddl })
    }
}
