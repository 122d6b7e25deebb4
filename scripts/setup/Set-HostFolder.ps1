function Set-HostFolder {
    <#
    .SYNOPSIS
    Makes a folder, with what is missing above it.
    .DESCRIPTION
    With an access list that folder gets it, compared entry by entry; without one it inherits, and what somebody
    set stays.
    .PARAMETER Path
    The folder.
    .PARAMETER Sddl
    Its access list, such as D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA), or nothing.
    .EXAMPLE
    Set-HostFolder -Path 'D:\logs\shop'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\[^\\]')]
        [string] $Path,

        [AllowNull()]
        [AllowEmptyString()]
        [ValidatePattern('^(D:.*)?$')]
        [string] $Sddl = ''
    )

    Assert-HostDrive -Path $Path -Remedy 'Correct setup.folders in the inventory, or give the host that drive.'
    $changes = @(Add-MissingFolder -Path $Path)
    $found = Get-PathSddl -Path $Path
    if ($Sddl -and (-not $found -or -not (Compare-Sddl -Sddl $found -Other $Sddl))) {
        # The access list of a folder that is new is inherited: nobody had set it.
        $before = if ($changes.Count -gt 0) { $null } else { $found }
        if ($PSCmdlet.ShouldProcess($Path, 'Set the access list')) {
            Set-PathSddl -Path $Path -Sddl $Sddl
        }
        $changes += New-Change -Path "acl/$Path" -Before $before -After $Sddl
    }
    New-StepResult -Change $changes
}
