function ConvertFrom-Manifest {
    <#
    .SYNOPSIS
    Takes the text of a manifest apart.
    .DESCRIPTION
    Returns a hashtable of path -> object with Path, Size and Sha256. Its keys ignore case, as file names do. A
    line of another form is an error: the text is ours.
    .PARAMETER Text
    What Get-FileManifest made.
    .EXAMPLE
    (ConvertFrom-Manifest -Text $text)['web.config'].Sha256
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text
    )

    $entries = @{}
    foreach ($line in $Text.Split("`n")) {
        if ($line -eq '') {
            continue
        }
        $fields = $line.Split("`t")
        if ($fields.Count -ne 3 -or $fields[2] -notmatch '^[0-9a-f]{64}$') {
            throw (New-StepError -Message 'A manifest on this host is damaged.' -Kind 'content' `
                    -Expected 'path, size and SHA-256, with tabs between' -Found $line `
                    -Remedy 'Delete that release (folder and .manifest) if it is not live, then deploy again.')
        }
        $entry = [PSCustomObject]@{ Path = $fields[0]; Size = [long] $fields[1]; Sha256 = $fields[2] }
        $entries[$entry.Path] = $entry
    }
    $entries
}
