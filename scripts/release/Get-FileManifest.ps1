function Get-FileManifest {
    <#
    .SYNOPSIS
    Describes the files of a folder by path, size and hash.
    .DESCRIPTION
    One line a file: path with /, tab, size, tab, SHA-256 in lower case, line feed; sorted by UTF-16 code units of
    the path. With Name only those files are described, and missing ones are left out; without, all that lie in the
    folder, except behind a junction. One hash object serves for all files: thousands of them make it matter.
    .PARAMETER Path
    The folder.
    .PARAMETER Name
    Paths relative to it, with /.
    .EXAMPLE
    (Get-FileManifest -Path 'C:\inetpub\shop\releases\1.0').Sha256
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name
    )

    $root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $names = [string[]] @($Name)
    if (-not $PSBoundParameters.ContainsKey('Name')) {
        $names = [string[]] @(Get-FileName -Path $Path)
    }
    $separator = [System.IO.Path]::DirectorySeparatorChar
    [array]::Sort($names, [System.StringComparer]::Ordinal)
    $text = New-Object -TypeName System.Text.StringBuilder
    $share = [System.IO.FileShare] 'ReadWrite, Delete'
    $sha256 = New-Object -TypeName System.Security.Cryptography.SHA256CryptoServiceProvider
    $count = 0
    try {
        foreach ($relative in $names) {
            $file = [System.IO.Path]::Combine($root, $relative.Replace('/', $separator))
            if (-not [System.IO.File]::Exists($file)) {
                continue
            }
            try {
                $how = @($file, 'Open', 'Read', $share, 65536)
                $stream = New-Object -TypeName System.IO.FileStream -ArgumentList $how
            }
            catch {
                $cause = $_.Exception.GetBaseException()
                if ($cause -is [System.IO.FileNotFoundException]) {
                    # Gone meanwhile, like one that is not there.
                    continue
                }
                $place = "$Path\$($relative.Replace('/', '\'))"
                throw (New-StepError -Message "$place cannot be read." -Kind 'content' `
                        -Expected 'a file that can be read' -Found $cause.Message `
                        -Remedy ('Find out which program has it for itself. If it is the application, and the ' +
                            'site is published in place, name it in preserve:.'))
            }
            try {
                $digits = [System.BitConverter]::ToString($sha256.ComputeHash($stream))
                $hash = $digits.Replace('-', '').ToLowerInvariant()
                $null = $text.Append("$relative`t$($stream.Length)`t$hash`n")
            }
            finally {
                $stream.Dispose()
            }
            $count++
        }
    }
    finally {
        $sha256.Dispose()
    }
    [PSCustomObject]@{
        Text   = $text.ToString()
        Sha256 = Get-ContentHash -Text $text.ToString()
        Count  = $count
    }
}
