function Set-PathSddl {
    <#
    .SYNOPSIS
    Sets the access list of a folder from SDDL.
    .DESCRIPTION
    Owner and group stand in what is written, as they are or as told: with them missing, Set-Acl would try to write
    none, and the group of another session may be refused.
    .PARAMETER Path
    The folder.
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
    $text = $Sddl
    if ($acl.Sddl -match '^O:(?<owner>.+?)G:(?<group>.+?)D:') {
        $keeper = if ($Owner) { $Owner } else { $Matches['owner'] }
        $text = 'O:{0}G:{1}{2}' -f $keeper, $Matches['group'], $Sddl
    }
    $acl.SetSecurityDescriptorSddlForm($text)
    Set-Acl -LiteralPath $Path -AclObject $acl
}
