function Initialize-GuardFolder {
    <#
    .SYNOPSIS
    Makes the folder of the guard, and gives its path.
    .DESCRIPTION
    What lies there runs as SYSTEM: as that of the jobs it is protected, and refused if somebody else made it.
    .EXAMPLE
    Initialize-GuardFolder
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param()

    $null = Initialize-HostFolder
    $folder = Get-GuardFolder
    if (Test-Path -LiteralPath $folder) {
        Assert-TrustedFolder -Path $folder
    }
    elseif ($PSCmdlet.ShouldProcess($folder, 'Make the folder')) {
        $null = New-Item -Path $folder -ItemType Directory
        Set-PathSddl -Path $folder -Sddl 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' -Owner 'BA'
    }
    $folder
}
