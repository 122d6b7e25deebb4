function Write-JobState {
    <#
    .SYNOPSIS
    Writes the state of a job.
    .DESCRIPTION
    state.json, whole or not at all.
    .PARAMETER Folder
    The job's folder.
    .PARAMETER State
    What is to stand there.
    .EXAMPLE
    Write-JobState -Folder $folder -State $state
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $State
    )

    Write-TextFile -Path "$Folder\state.json" -Text (ConvertTo-Json -InputObject $State -Compress)
}
