function Read-JobState {
    <#
    .SYNOPSIS
    Reads the state of the job in a folder.
    .DESCRIPTION
    Returns nothing if there is none, or none that can be read. In the moment in which a state takes the place of
    the one before, Windows shows neither: then it is read again.
    .PARAMETER Folder
    The job's folder.
    .EXAMPLE
    Read-JobState -Folder 'C:\ProgramData\iisfleet\jobs\r1'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder
    )

    $entry = $null
    for ($try = 1; $null -eq $entry; $try++) {
        try {
            $entry = ConvertFrom-JsonEntry -Text ([string] (Read-TextFile -Path "$Folder\state.json"))
        }
        catch {
            $isThere = (Test-Path -LiteralPath "$Folder\state.json") -or
                (Test-Path -LiteralPath "$Folder\state.json.new")
            if ($try -ge 5 -or -not $isThere) {
                return
            }
            Start-Sleep -Milliseconds 100
        }
    }
    $state = @{
        id = ''; run = ''; task = ''; who = ''; controller = ''; since = ''; sequence = 0; state = ''
        processId = $null; processStarted = $null; boot = ''; status = $null; resumed = $false
    }
    foreach ($name in @($state.Keys)) {
        $state[$name] = $entry[$name]
    }
    $state.sequence = [int] $state.sequence
    $state.resumed = [bool] $state.resumed
    $state
}
