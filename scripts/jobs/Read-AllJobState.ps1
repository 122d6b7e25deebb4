function Read-AllJobState {
    <#
    .SYNOPSIS
    Reads the states of all jobs of this host, the oldest first.
    .DESCRIPTION
    Folders without a state are passed over: a job is none before its state is written. A folder of jobs that
    belongs to somebody else is refused, since what stands there is believed.
    .EXAMPLE
    Read-AllJobState
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $folder = Get-JobFolder
    if (-not (Test-Path -LiteralPath $folder)) {
        return
    }
    Assert-TrustedFolder -Path $folder
    $states = @(Get-ChildItem -LiteralPath $folder -Force | ForEach-Object -Process {
            if ($_.PSIsContainer -and -not (Test-ReparsePoint -Item $_)) {
                Read-JobState -Folder "$folder\$($_.Name)"
            }
        })
    $states | Sort-Object -Property { $_['sequence'] }
}
