function Get-JobEnd {
    <#
    .SYNOPSIS
    Tells how a job's output ends: ok, failed, or '' if its last line is not there.
    .DESCRIPTION
    A process that was ended between its last line and its state has nevertheless done all that it was to do.
    .PARAMETER Folder
    The job's folder.
    .EXAMPLE
    Get-JobEnd -Folder 'C:\ProgramData\iisfleet\jobs\r1'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder
    )

    $text = ([string] (Read-TextFile -Path "$Folder\output.jsonl")).TrimEnd("`n")
    $last = $text.Substring($text.LastIndexOf("`n") + 1)
    if ($last -match '^\{"end":true,"status":"(?<status>ok|failed)"\}$') {
        return $Matches['status']
    }
    ''
}
