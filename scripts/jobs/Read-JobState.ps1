function Read-JobState {
    <#
    .SYNOPSIS
    Reads the state of the job in a folder.
    .DESCRIPTION
    Returns nothing if there is none, or none that can be read, also for a number that is none. In the moment in
    which a state takes the place of the one before, Windows shows neither: then it is read again.
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

    for ($try = 1; $true; $try++) {
        try {
            $entry = ConvertFrom-JsonEntry -Text ([string] (Read-TextFile -Path "$Folder\state.json"))
            # Named as its folder, whatever it says: what is removed is a folder.
            $state = @{
                id = $Folder.Substring($Folder.LastIndexOf('\') + 1); sequence = [int] $entry['sequence']
                processId = $entry['processId']; processStarted = $entry['processStarted']
                status = $entry['status']; resumed = [bool] $entry['resumed']
            }
            foreach ($name in @('run', 'task', 'who', 'controller', 'since', 'state', 'boot')) {
                $state[$name] = [string] $entry[$name]
            }
            if ($state.state -eq 'running') {
                $state.processId = [int] $state.processId
            }
            if ($state.state -eq 'registered') {
                $null = Get-JobAge -State $state
            }
            return $state
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
}
