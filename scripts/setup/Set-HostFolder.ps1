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
    $changes = @()
    $parts = $Path.TrimEnd('\').Split('\')
    foreach ($folder in @(1..($parts.Count - 1) | ForEach-Object -Process { $parts[0..$_] -join '\' })) {
        # In a plan, an earlier step may have told already that it would make a folder above both.
        if (@($script:IisFleet['PlannedFolders']) -contains $folder) {
            continue
        }
        $item = Get-Item -LiteralPath $folder -Force -ErrorAction SilentlyContinue
        if ($null -ne $item) {
            if (-not $item.PSIsContainer) {
                throw (New-StepError -Message "$folder is a file." -Expected 'a folder' -Found 'a file' `
                        -Kind 'conflict' -Remedy 'Rename the file, or correct setup.folders in the inventory.')
            }
            continue
        }
        if ($PSCmdlet.ShouldProcess($folder, 'Make the folder')) {
            $null = New-Item -Path $folder -ItemType Directory
        }
        else {
            $script:IisFleet['PlannedFolders'] = @($script:IisFleet['PlannedFolders']) + @($folder)
        }
        $changes += New-Change -Path "folder/$folder" -Before $null -After 'present'
    }
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
