function Restore-FolderAccess {
    <#
    .SYNOPSIS
    Puts the access lists of folders back to what was saved, and returns the changes.
    .DESCRIPTION
    The pool that serves again may run as another account than the one that the new access list was for.
    .PARAMETER State
    The folders of a saved state.
    .EXAMPLE
    Restore-FolderAccess -State @($state.folders)
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $State
    )

    foreach ($saved in @($State | Where-Object -FilterScript { $_.sddl })) {
        $found = Get-PathSddl -Path $saved.path
        if (-not $found -or (Compare-Sddl -Sddl $found -Other $saved.sddl)) {
            continue
        }
        New-Change -Path "acl/$($saved.path)" -Before $found -After $saved.sddl
        if ($PSCmdlet.ShouldProcess($saved.path, 'Restore the access list')) {
            Set-PathSddl -Path $saved.path -Sddl $saved.sddl
        }
    }
}
