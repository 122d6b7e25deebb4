function New-HeldFileError {
    <#
    .SYNOPSIS
    Makes the error that names a file and who holds it.
    .DESCRIPTION
    By the Restart Manager of Windows. A holder that it does not know of is one of another computer or of the
    kernel.
    .PARAMETER Path
    The file.
    .PARAMETER Seconds
    How long it was waited for.
    .EXAMPLE
    throw (New-HeldFileError -Path 'C:\inetpub\shop\app.dll' -Seconds 60)
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [double] $Seconds
    )

    $who = 'a process that Windows does not name'
    try {
        $holders = @(Get-FileHolder -Path $Path |
                ForEach-Object -Process { '{0} ({1})' -f $_.Name, $_.ProcessId })
        if ($holders.Count -gt 0) {
            $who = $holders -join ', '
        }
    }
    catch {
        Write-Verbose -Message "Who holds ${Path}: $($_.Exception.Message)"
    }
    $remedy = 'End that process, or keep it out of the folder (a backup, a scanner, an editor), then deploy ' +
        'again. A worker of IIS that does not end by itself: offline: pools.'
    New-StepError -Message "$Path is held open by $who." -Kind 'locked-file' `
        -Expected "a free file within $([math]::Round($Seconds)) s" -Found $who -Remedy $remedy
}
