function Invoke-UndoStep {
    <#
    .SYNOPSIS
    Deletes files of one target or puts them back, and returns a sentence for each that cannot be.
    .DESCRIPTION
    In the order given. One that fails does not keep the others from their turn.
    .PARAMETER Record
    The record of the run.
    .PARAMETER Entry
    The target's entry in it.
    .PARAMETER Step
    What Get-UndoStep has found; without a hash, the file goes.
    .EXAMPLE
    Invoke-UndoStep -Record $record -Entry $entry -Step $steps
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Record,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [AllowNull()]
        [AllowEmptyCollection()]
        [object[]] $Step = @()
    )

    if (-not $PSCmdlet.ShouldProcess($Entry.path, "Put back $(@($Step).Count) files")) {
        return
    }
    foreach ($file in @($Step)) {
        try {
            if ($file.Sha256) {
                Restore-ContentFile -Record $Record -Entry $Entry -File $file
            }
            else {
                Remove-ContentFile -Path $Entry.path -Name $file.Path
            }
        }
        catch {
            $place = '{0}\{1}' -f $Entry.path, $file.Path.Replace('/', '\')
            '{0}: {1}' -f $place, $_.Exception.GetBaseException().Message
        }
    }
}
