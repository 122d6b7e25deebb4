function Remove-IisState {
    <#
    .SYNOPSIS
    Deletes the saved state of a run: there is nothing to revert any more.
    .DESCRIPTION
    Bookkeeping, so it is no change. A state that is not there is fine.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    Remove-IisState -Run 'r1'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run
    )

    $file = "C:\ProgramData\iisfleet\state\$Run.json"
    if ((Test-Path -LiteralPath $file) -and $PSCmdlet.ShouldProcess($file, 'Delete')) {
        Remove-Item -LiteralPath $file -Force -ErrorAction Stop
    }
    New-StepResult
}
