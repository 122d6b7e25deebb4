function global:Get-Acl {
    # Access lists are SDDL text here; the members are those that the scripts may use (the seam to Windows).
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $LiteralPath)

    $sddl = [Winlab.Rpc]::Call('acl.get', @{ path = [Winlab.Lab]::WindowsPath($PSCmdlet, $LiteralPath) })
    $acl = [PSCustomObject]@{ PSTypeName = 'System.Security.AccessControl.DirectorySecurity'; Path = $LiteralPath; Sddl = $sddl }
    $acl | Add-Member -MemberType ScriptMethod -Name SetSecurityDescriptorSddlForm -Value {
        param([string] $Text, [string] $Sections = 'All')
        # A section that is not named stays as it was.
        $known = [ordered] @{ Owner = 'O:.*?(?=G:|D:|$)'; Group = 'G:.*?(?=D:|$)'; Access = 'D:.*$' }
        $this.Sddl = @(foreach ($name in $known.Keys) {
                $from = if ($Sections -eq 'All' -or $Sections.Split(', ') -contains $name) { $Text } else { $this.Sddl }
                ([regex]::Match($from, $known[$name])).Value
            }) -join ''
    }
    $acl | Add-Member -MemberType ScriptMethod -Name GetSecurityDescriptorSddlForm -Value { param($sections) $this.Sddl }
    $acl
}
