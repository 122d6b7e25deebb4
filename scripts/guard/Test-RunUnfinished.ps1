function Test-RunUnfinished {
    <#
    .SYNOPSIS
    Tells whether a run has left something on this host that is not taken back yet.
    .DESCRIPTION
    It has saved a state of IIS or of content, and the journal does not call it deployed or rolled back.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    Test-RunUnfinished -Run 'r1'
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

    $folder = "$(Get-HostFolder)\state"
    $isSaved = (Test-Path -LiteralPath "$folder\$Run.json") -or
        (Test-Path -LiteralPath "$folder\$Run.content.json")
    $isSaved -and -not (Test-RunDeployed -Run $Run)
}
