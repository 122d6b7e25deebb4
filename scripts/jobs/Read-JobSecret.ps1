function Read-JobSecret {
    <#
    .SYNOPSIS
    Reads the secrets that were left for a job.
    .DESCRIPTION
    secrets.json of its folder: names, and texts that only this machine can decrypt. Returns an empty table if
    there is no such file.
    .PARAMETER Folder
    The job's folder.
    .EXAMPLE
    Read-JobSecret -Folder 'C:\ProgramData\iisfleet\jobs\r1'
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

    $secrets = @{}
    $text = Read-TextFile -Path "$Folder\secrets.json"
    if ($text) {
        $blobs = ConvertFrom-JsonEntry -Text $text
        foreach ($name in @($blobs.Keys)) {
            $secret = New-Object -TypeName System.Security.SecureString
            foreach ($character in (Unprotect-Text -Text $blobs[$name]).ToCharArray()) {
                $secret.AppendChar($character)
            }
            $secrets[$name] = $secret
        }
    }
    $secrets
}
