function Remove-SiteBackup {
    <#
    .SYNOPSIS
    Deletes what a run had saved of the content of its sites: there is nothing to put back any more.
    .DESCRIPTION
    Bookkeeping, so it is no change. What cannot be deleted now is a warning.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    Remove-SiteBackup -Run 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run
    )

    $record = Read-SiteContent -Run $Run
    if ($null -eq $record) {
        return New-StepResult
    }
    $warnings = @()
    foreach ($entry in $record.targets) {
        $folder = "$($entry.store)\before"
        if ($PSCmdlet.ShouldProcess("$folder\$Run", 'Delete')) {
            try {
                Remove-Tree -Path "$folder\$Run"
                if (Test-Path -LiteralPath "$folder\$Run.files") {
                    Remove-Item -LiteralPath "$folder\$Run.files" -Force
                }
            }
            catch {
                $warnings += "Of $folder\$Run something is left: $($_.Exception.Message)"
            }
        }
    }
    $file = "$(Get-HostFolder)\state\$Run.content.json"
    if ($PSCmdlet.ShouldProcess($file, 'Delete')) {
        try {
            Remove-Item -LiteralPath $file -Force
        }
        catch {
            # What is live is well: the next run deletes it.
            $warnings += "$file is left: $($_.Exception.Message)"
        }
    }
    New-StepResult -Warning $warnings
}
