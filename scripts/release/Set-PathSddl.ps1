function Set-PathSddl {
    <#
    .SYNOPSIS
    Sets the access list of a folder or of a key of the registry from SDDL.
    .DESCRIPTION
    Names the sections that are new. Of a key Set-Acl writes what was set: all would be owner, group and audit too,
    which need more rights than the access list does. Of a folder it writes all in any case.
    .PARAMETER Path
    The folder or key.
    .PARAMETER Sddl
    Such as D:PAI(A;OICI;FA;;;SY).
    .PARAMETER Owner
    The owner, in letters or as a SID; without it the folder keeps its own.
    .EXAMPLE
    Set-PathSddl -Path 'C:\inetpub\shop' -Sddl 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^D:')]
        [string] $Sddl,

        [ValidatePattern('^([A-Z]{2}|S-[0-9-]+)?$')]
        [string] $Owner = ''
    )

    if (-not $PSCmdlet.ShouldProcess($Path, 'Set the access list')) {
        return
    }
    $acl = Get-Acl -LiteralPath $Path
    if ($Owner) {
        $acl.SetSecurityDescriptorSddlForm("O:$Owner$Sddl", 'Access, Owner')
    }
    else {
        $acl.SetSecurityDescriptorSddlForm($Sddl, 'Access')
    }
    Set-Acl -LiteralPath $Path -AclObject $acl
}
