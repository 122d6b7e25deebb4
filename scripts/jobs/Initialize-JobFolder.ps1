function Initialize-JobFolder {
    <#
    .SYNOPSIS
    Makes the folder of one job, and gives its path.
    .DESCRIPTION
    What lies there runs as SYSTEM. So it and the folder above it belong to the Administrators and are protected,
    and one that belongs to somebody else or leads elsewhere is refused.
    .PARAMETER Id
    The job; without it the folder of all jobs.
    .EXAMPLE
    Initialize-JobFolder -Id 'r1'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [string] $Id = ''
    )

    $null = Initialize-HostFolder
    $folders = @(Get-JobFolder)
    if ($Id) {
        $folders += Get-JobFolder -Id $Id
    }
    foreach ($folder in $folders) {
        if (Test-Path -LiteralPath $folder) {
            Assert-TrustedFolder -Path $folder
        }
        elseif ($PSCmdlet.ShouldProcess($folder, 'Make the folder')) {
            $null = New-Item -Path $folder -ItemType Directory
            Set-PathSddl -Path $folder -Sddl 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' -Owner 'BA'
        }
    }
    $folders[-1]
}
