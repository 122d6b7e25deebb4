function Invoke-PackageInstaller {
    <#
    .SYNOPSIS
    Runs an installer, silently and with a log, and waits while another installation runs.
    .DESCRIPTION
    Returns its exit code (an HRESULT as its Win32 code) and the log. Throws after the time: the installer then
    goes on by itself. With -WhatIf it does not run, and returns $null.
    .PARAMETER File
    A program or an .msi, verified.
    .PARAMETER Action
    install or repair; an .msi can only be installed.
    .PARAMETER Name
    Kind and version: the name of the log.
    .PARAMETER Options
    Further arguments.
    .PARAMETER BusyRetries
    How often it is tried again after code 1618.
    .PARAMETER BusySeconds
    The time between two tries.
    .PARAMETER TimeoutMinutes
    How long it may take.
    .EXAMPLE
    Invoke-PackageInstaller -File $file -Action 'install' -Name 'vc-redist-14.40.33810' -TimeoutMinutes 30
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $File,

        [Parameter(Mandatory = $true)]
        [ValidateSet('install', 'repair')]
        [string] $Action,

        [Parameter(Mandatory = $true)]
        [string] $Name,

        [AllowEmptyCollection()]
        [string[]] $Options = @(),

        [int] $BusyRetries = 20,

        [int] $BusySeconds = 15,

        [double] $TimeoutMinutes = 30
    )

    if (-not $PSCmdlet.ShouldProcess($File, $Action)) {
        return $null
    }
    $folder = '{0}\logs' -f (Initialize-HostFolder -Name 'installers')
    if (-not (Test-Path -LiteralPath $folder)) {
        $null = New-Item -Path $folder -ItemType Directory
    }
    for ($try = 0; $true; $try++) {
        $log = '{0}\{1}-{2}-{3}.log' -f $folder, $Name, [datetime]::UtcNow.ToString('yyyyMMddTHHmmss'), $try
        $arguments = if ($File -like '*.msi') { @('/qn', '/norestart', '/l*v', $log) }
        else { @("/$Action", '/quiet', '/norestart', '/log', $log) + $Options }
        $ended = Invoke-Installer -FilePath $File -ArgumentList $arguments -TimeoutSeconds (60 * $TimeoutMinutes)
        if ($ended.TimedOut) {
            throw (New-StepError -Message "The installer of $Name has not ended, and goes on by itself." `
                    -Expected "its end within $TimeoutMinutes minutes" -Found "its log is $log" -Kind 'package' `
                    -Remedy 'Look on the host what it waits for. When it has ended, run again.')
        }
        $code = ConvertTo-InstallerCode -Code $ended.Code
        if ($code -ne 1618 -or $try -ge $BusyRetries) {
            return [PSCustomObject]@{ Code = $code; Log = $log }
        }
        Start-Sleep -Seconds $BusySeconds
    }
}
