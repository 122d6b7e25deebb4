function Initialize-HostFolder {
    <#
    .SYNOPSIS
    Makes the folder of iisfleet on this host, or one below it, and gives its path.
    .DESCRIPTION
    Only SYSTEM and Administrators may enter. Everybody may create folders in ProgramData, so one that was there
    before and belongs to somebody else, or that leads elsewhere, is refused: what is written into it is trusted
    later.
    .PARAMETER Name
    A folder below it, such as state; without it the folder itself.
    .EXAMPLE
    Initialize-HostFolder -Name 'state'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [ValidatePattern('^[a-z]*$')]
        [string] $Name = ''
    )

    $folder = Get-HostFolder
    $sddl = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
    $item = Get-Item -LiteralPath $folder -Force -ErrorAction SilentlyContinue
    if ($null -eq $item) {
        if ($PSCmdlet.ShouldProcess($folder, 'Make the folder')) {
            $null = New-Item -Path $folder -ItemType Directory
            Set-PathSddl -Path $folder -Sddl $sddl -Owner 'BA'
            if (@(Get-ChildItem -LiteralPath $folder -Force).Count -gt 0) {
                throw (New-StepError -Message "Somebody wrote into $folder before it was protected." `
                        -Kind 'security' -Expected 'an empty folder' -Found 'files' `
                        -Remedy "Look at them, then delete $folder.")
            }
        }
    }
    else {
        Assert-TrustedFolder -Path $folder
        if ((-not (Compare-Sddl -Sddl (Get-Acl -LiteralPath $folder).Sddl -Other $sddl)) -and
            $PSCmdlet.ShouldProcess($folder, 'Protect the folder')) {
            Set-PathSddl -Path $folder -Sddl $sddl -Owner 'BA'
        }
    }
    if ($Name) {
        $folder = "$folder\$Name"
        if (-not (Test-Path -LiteralPath $folder) -and $PSCmdlet.ShouldProcess($folder, 'Make the folder')) {
            $null = New-Item -Path $folder -ItemType Directory
        }
    }
    $folder
}
