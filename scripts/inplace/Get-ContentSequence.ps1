function Get-ContentSequence {
    <#
    .SYNOPSIS
    Gives the number that the next record of content gets.
    .DESCRIPTION
    One more than the highest that is there: what was saved later is put back first, whatever the clock says.
    .EXAMPLE
    Get-ContentSequence
    .OUTPUTS
    System.Int64
    #>
    [CmdletBinding()]
    [OutputType([long])]
    param()

    $highest = [long] 0
    foreach ($run in @(Get-ContentRun)) {
        try {
            $highest = [math]::Max($highest, (Read-SiteContent -Run $run).sequence)
        }
        catch {
            Write-Verbose -Message $_.Exception.Message
        }
    }
    $highest + 1
}
