function Read-GuardState {
    <#
    .SYNOPSIS
    Reads the runs of this host that are guarded.
    .DESCRIPTION
    A file that cannot be read, or says what it never does, counts as a guard of a run whose time is over: it was
    written whole, so that somebody has damaged it. A folder that belongs to somebody else is refused, since what
    stands there is believed.
    .PARAMETER Run
    This run alone.
    .EXAMPLE
    Read-GuardState -Run 'r1'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Run = ''
    )

    $folder = Get-GuardFolder
    if (-not (Test-Path -LiteralPath $folder)) {
        return
    }
    Assert-TrustedFolder -Path $folder
    # state.json is the record of the guard's script itself.
    $names = @(Get-ChildItem -LiteralPath $folder -Filter '*.json' -Force |
            ForEach-Object -Process { $_.BaseName } |
            Where-Object -FilterScript { $_ -ne 'state' -and (-not $Run -or $_ -eq $Run) } | Sort-Object)
    foreach ($name in $names) {
        $text = Read-TextFile -Path "$folder\$name.json"
        if ($null -eq $text) {
            # Its run has ended this very moment.
            continue
        }
        try {
            $entry = ConvertFrom-JsonEntry -Text $text
            $state = @{
                run = $name; deadlineSeconds = [int] $entry['deadlineSeconds']; since = [string] $entry['since']
                monotonic = [double] $entry['monotonic']; boot = [string] $entry['boot']
                processId = [int] $entry['processId']; processStarted = [string] $entry['processStarted']
                fired = [bool] $entry['fired']; tries = [int] $entry['tries']
                entries = [object[]] @($entry['entries'] | Where-Object -FilterScript { $null -ne $_ })
            }
            if (@($state.entries | Where-Object -FilterScript { -not ($_.event -and $_.run) }).Count -gt 0) {
                throw 'What it says for the journal is no entry.'
            }
        }
        catch {
            Write-Verbose -Message "$folder\$name.json is damaged."
            $state = @{
                run = $name; deadlineSeconds = 0; since = ''; monotonic = [double] 0; boot = ''; processId = 0
                processStarted = ''; fired = $false; tries = 0; entries = [object[]] @()
            }
        }
        $state
    }
}
