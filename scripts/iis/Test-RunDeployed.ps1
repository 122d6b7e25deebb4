function Test-RunDeployed {
    <#
    .SYNOPSIS
    Tells whether the journal says that a run reached its end on this host.
    .DESCRIPTION
    Looks for an entry deployed, rolled-back or adopted of that run. A damaged last line, left by a crash, counts
    as none.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    Test-RunDeployed -Run 'r1'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Run
    )

    $file = 'C:\ProgramData\iisfleet\journal.jsonl'
    if (-not (Test-Path -LiteralPath $file)) {
        return $false
    }
    foreach ($line in @(Get-Content -LiteralPath $file -Encoding UTF8)) {
        if (-not $line.Contains($Run)) {
            continue
        }
        try {
            $entry = ConvertFrom-JsonEntry -Text $line
        }
        catch {
            Write-Verbose -Message 'A damaged line of the journal is passed over.'
            continue
        }
        if ($entry['run'] -eq $Run -and @('deployed', 'rolled-back', 'adopted') -contains $entry['event']) {
            return $true
        }
    }
    $false
}
