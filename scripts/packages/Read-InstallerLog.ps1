function Read-InstallerLog {
    <#
    .SYNOPSIS
    Gives the lines of the logs of an installer.
    .DESCRIPTION
    A bundle writes one log and beside it one for each package, named alike. Empty lines are left out.
    .PARAMETER Log
    The log that the installer was told to write.
    .EXAMPLE
    Read-InstallerLog -Log 'C:\ProgramData\iisfleet\installers\logs\hosting-bundle.log'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Log
    )

    $split = $Log.LastIndexOf('\')
    $folder = $Log.Substring(0, $split)
    $stem = $Log.Substring($split + 1) -replace '\.log$', ''
    # The bundle's own log, which says how it ended, comes last.
    $names = @(Get-ChildItem -LiteralPath $folder -Filter "${stem}_*.log" | ForEach-Object -Process { $_.Name })
    foreach ($name in ($names + "$stem.log")) {
        @("$(Read-TextFile -Path "$folder\$name")" -split "`r?`n" | Where-Object -FilterScript { $_.Trim() })
    }
}
