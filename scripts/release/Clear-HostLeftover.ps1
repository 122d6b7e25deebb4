function Clear-HostLeftover {
    <#
    .SYNOPSIS
    Deletes what was sent to this host and never used, and the oldest logs of installers.
    .DESCRIPTION
    Nothing while a job has not ended, also one that nothing runs any more: it may need it. Who sends a file holds
    no lock and starts his job at once: of a run that died in between only the age of the file tells. A PFX file,
    a secret, stays for an hour after its last byte arrived; an installer for a week, since a later run goes on
    from what is there. Returns a sentence for each file that is left.
    .EXAMPLE
    Clear-HostLeftover
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param()

    if ($null -ne (Find-HostJob)) {
        return
    }
    foreach ($folder in @("$(Get-HostFolder)\incoming", "$(Get-HostFolder)\installers")) {
        if (-not (Test-Path -LiteralPath $folder)) {
            continue
        }
        foreach ($file in @(Get-ChildItem -LiteralPath $folder -File -Force)) {
            $hours = if ($file.Extension -eq '.pfx') { 1 } else { 7 * 24 }
            $age = ([datetime]::UtcNow - $file.LastWriteTimeUtc).TotalHours
            if ($age -lt $hours -or -not $PSCmdlet.ShouldProcess($file.Name, 'Delete')) {
                continue
            }
            try {
                Remove-Item -LiteralPath "$folder\$($file.Name)" -Force
            }
            catch {
                '{0}\{1} is left: {2}' -f $folder, $file.Name, $_.Exception.Message
            }
        }
    }
    Remove-OldLog -Folder 'installers\logs' -Keep 50
}
