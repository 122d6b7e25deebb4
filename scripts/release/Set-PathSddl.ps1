function Set-PathSddl {
    <#
    .SYNOPSIS
    Sets the access list of a folder from SDDL.
    .DESCRIPTION
    A text without owner and group keeps those of the folder: with them missing, Set-Acl would try to write none.
    .PARAMETER Path
    The folder.
    .PARAMETER Sddl
    Such as D:PAI(A;OICI;FA;;;SY).
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
        [ValidatePattern('D:')]
        [string] $Sddl
    )

    if (-not $PSCmdlet.ShouldProcess($Path, 'Set the access list')) {
        return
    }
    $acl = Get-Acl -LiteralPath $Path
    $text = $Sddl
    if ($text.StartsWith('D:') -and $acl.Sddl -match '^(?<head>O:.*?)D:') {
        $text = $Matches['head'] + $text
    }
    $acl.SetSecurityDescriptorSddlForm($text)
    Set-Acl -LiteralPath $Path -AclObject $acl
}
