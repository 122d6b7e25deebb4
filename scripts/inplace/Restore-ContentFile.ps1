function Restore-ContentFile {
    <#
    .SYNOPSIS
    Puts one file back from a copy that has its hash.
    .DESCRIPTION
    From the copies of the run, else from the release that was live before, if that has its hash. Waits a moment
    for a file that somebody holds.
    .PARAMETER Record
    The record of the run.
    .PARAMETER Entry
    The target's entry in it.
    .PARAMETER File
    Path and Sha256 of the file as it was.
    .EXAMPLE
    Restore-ContentFile -Record $record -Entry $entry -File $file
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Record,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [Parameter(Mandatory = $true)]
        [object] $File
    )

    $name = $File.Path.Replace('/', '\')
    $place = "$($Entry.path)\$name"
    if (-not $PSCmdlet.ShouldProcess($place, 'Put back')) {
        return
    }
    $sources = @("$($Entry.store)\before\$($Record.run)\$name")
    if ($Entry.before) {
        $sources += "$($Entry.store)\releases\$($Entry.before)\$name"
    }
    for ($try = 1; $true; $try++) {
        try {
            $source = @($sources | Where-Object -FilterScript {
                    (Test-Path -LiteralPath $_ -PathType Leaf) -and (Get-ContentHash -Path $_) -eq $File.Sha256
                })
            if ($source.Count -eq 0) {
                throw "no copy of it has the hash $($File.Sha256)"
            }
            if ($File.Path -eq 'web.config') {
                Install-WebConfig -From $source[0] -Path $Entry.path
            }
            else {
                Copy-ContentFile -From $source[0] -To $place
            }
            return
        }
        catch {
            if ($try -ge 5) {
                throw
            }
        }
        Start-Sleep -Milliseconds 300
    }
}
