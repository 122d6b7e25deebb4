function Invoke-Installer {
    <#
    .SYNOPSIS
    Runs an installer and waits for its end.
    .DESCRIPTION
    A program, or with msiexec an .msi file. One that does not end in time is left alone: Windows Installer would
    go on without it, and half an installation might stay. Returns the exit code as .NET has it (0x8007.... is
    negative), $null after the time.
    .PARAMETER FilePath
    The installer.
    .PARAMETER ArgumentList
    Its arguments; for an .msi those after the file.
    .PARAMETER TimeoutSeconds
    How long it may take.
    .EXAMPLE
    Invoke-Installer -FilePath $file -ArgumentList '/install', '/quiet', '/norestart' -TimeoutSeconds 1800
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $FilePath,

        [AllowEmptyCollection()]
        [string[]] $ArgumentList = @(),

        [Parameter(Mandatory = $true)]
        [ValidateRange(0, 86400)]
        [double] $TimeoutSeconds
    )

    $program = $FilePath
    $arguments = $ArgumentList
    if ($FilePath -like '*.msi') {
        $program = "$env:windir\System32\msiexec.exe"
        $arguments = @('/i', $FilePath) + $ArgumentList
    }
    $quoted = @($arguments | ForEach-Object -Process { if ($_ -match '\s') { '"{0}"' -f $_ } else { $_ } })
    # Not by Start-Process: the shell asks about a file that a browser has saved, and nobody is there to answer.
    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo -ArgumentList $program, ($quoted -join ' ')
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $process = [System.Diagnostics.Process]::Start($start)
    if (-not $process.WaitForExit([int] ($TimeoutSeconds * 1000))) {
        return [PSCustomObject]@{ Code = $null; TimedOut = $true }
    }
    # Not by the property: one that cannot be read is $null to PowerShell, and [int] $null is 0: success.
    [PSCustomObject]@{ Code = [int] $process.get_ExitCode(); TimedOut = $false }
}
