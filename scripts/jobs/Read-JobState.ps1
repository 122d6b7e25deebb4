function Read-JobState {
    <#
    .SYNOPSIS
    Reads the state of the job in a folder.
    .DESCRIPTION
    Returns nothing if there is none, or none that can be read: a state is written whole or not at all.
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

    $state = @{
        id = ''; run = ''; task = ''; who = ''; controller = ''; since = ''; sequence = 0; state = ''
        processId = $null; processStarted = $null; boot = ''; status = $null; resumed = $false
    }
    try {
        $entry = ConvertFrom-JsonEntry -Text ([string] (Read-TextFile -Path "$Folder\state.json"))
        foreach ($name in @($state.Keys)) {
            $state[$name] = $entry[$name]
        }
    }
    catch {
        return
    }
    $state.sequence = [int] $state.sequence
    $state.resumed = [bool] $state.resumed
    $state
}
