function Invoke-IisRetry {
    <#
    .SYNOPSIS
    Runs something that IIS may refuse for a moment.
    .DESCRIPTION
    Five tries, one to three seconds apart, and only for the races that Test-IisRace knows: any other error is
    thrown at once.
    .PARAMETER Action
    What to run.
    .PARAMETER Recover
    What to run before each further try.
    .EXAMPLE
    Invoke-IisRetry -Action { $null = $pool.Start() }
    .OUTPUTS
    System.Object
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [scriptblock] $Action,

        [scriptblock] $Recover = {}
    )

    for ($try = 1; $try -le 5; $try++) {
        try {
            return (& $Action)
        }
        catch {
            if ($try -eq 5 -or -not (Test-IisRace -ErrorRecord $_)) {
                throw
            }
        }
        Start-Sleep -Seconds ([math]::Min($try, 3))
        $null = & $Recover
    }
}
