function global:Get-Acl {
    # Access lists are SDDL text here; the members are those that the scripts may use (the seam to Windows).
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $LiteralPath)

    $sddl = [Winlab.Rpc]::Call('acl.get', @{ path = [Winlab.Lab]::WindowsPath($PSCmdlet, $LiteralPath) })
    $acl = [PSCustomObject]@{ PSTypeName = 'System.Security.AccessControl.DirectorySecurity'; Path = $LiteralPath; Sddl = $sddl }
    $acl | Add-Member -MemberType ScriptMethod -Name SetSecurityDescriptorSddlForm -Value { param($text) $this.Sddl = $text }
    $acl | Add-Member -MemberType ScriptMethod -Name GetSecurityDescriptorSddlForm -Value { param($sections) $this.Sddl }
    $acl
}
