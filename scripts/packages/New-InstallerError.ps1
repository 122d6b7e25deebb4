function New-InstallerError {
    <#
    .SYNOPSIS
    Makes the error of an installer that did not do what it should.
    .DESCRIPTION
    Says what the exit code means, what is missing, what the logs give as the cause, and shows their end.
    .PARAMETER Name
    The installer.
    .PARAMETER Code
    Its exit code.
    .PARAMETER Missing
    What is not there, as changes.
    .PARAMETER Log
    The log that it was told to write.
    .EXAMPLE
    throw (New-InstallerError -Name 'hosting-bundle 10.0.12' -Code 1603 -Missing $gaps -Log $log)
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [int] $Code,

        [AllowEmptyCollection()]
        [object[]] $Missing = @(),

        [Parameter(Mandatory = $true)]
        [string] $Log
    )

    $meaning = @{
        1602 = 'was cancelled'
        1618 = 'could not start: another installation runs all the time'
        1638 = 'found a newer version'
    }
    $done = @(0, 1641, 3010) -contains $Code
    $text = if ($done) { 'says that it succeeded, but not all is there' } else { $meaning[$Code] }
    if (-not $text) {
        $text = 'failed'
    }
    $lines = @(Read-InstallerLog -Log $Log)
    $cause = Get-InstallerCause -Text ($lines -join "`n")
    $found = @()
    if ($null -ne $cause) {
        $found += $cause.Cause
    }
    if ($Missing.Count -gt 0) {
        $found += 'Missing: {0}.' -f (@($Missing | ForEach-Object -Process { $_.path }) -join ', ')
    }
    $found += $lines | Select-Object -Last 10
    $remedy = "Read $Log on the host; the whole log is there."
    if ($null -ne $cause) {
        $remedy = $cause.Remedy
    }
    elseif (@(1641, 3010) -contains $Code) {
        $remedy = 'Restart the host (invoke restart-iis --reboot), then run again.'
    }
    elseif ($Code -eq 1638) {
        $remedy = 'Ask for the version that is there, or a newer one.'
    }
    New-StepError -Message "The installer of $Name $text (exit code $Code)." -Kind 'package' -Remedy $remedy `
        -Expected 'exit code 0, and everything that the package brings' -Found ($found -join "`n")
}
