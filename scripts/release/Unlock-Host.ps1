function Unlock-Host {
    <#
    .SYNOPSIS
    Gives this host back.
    .DESCRIPTION
    Removes the lock of one run and no other; it is no error if there is none. It stays while another script of the
    run is at work.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    Unlock-Host -Run 'r2'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Run
    )

    $file = "$(Get-HostFolder)\lock"
    $lock = Read-HostLock
    $warnings = @()
    if ($null -ne $lock -and $lock.run -ne $Run) {
        $warnings += 'The lock belongs to run {0} ({1}) and stays.' -f $lock.run, $lock.who
    }
    elseif ($null -ne $lock -and -not (Wait-HostScript -TimeoutSeconds 0)) {
        # After a broken connection: this script was refused, an earlier one of the run goes on.
        $warnings += "A script of run $Run is still at work on this host: its lock stays."
    }
    elseif ($null -ne $lock -and $PSCmdlet.ShouldProcess($file, 'Remove the lock')) {
        Remove-Item -LiteralPath $file -Force
    }
    New-StepResult -Warning $warnings
}
