function Install-HostGuard {
    <#
    .SYNOPSIS
    Puts the guard's script on this host.
    .DESCRIPTION
    Named by its hash, so that a guard that another version of iisfleet has armed keeps its own. Others are removed
    when no run is guarded. Bookkeeping: no changes.
    .PARAMETER Sha256
    The hash of the script.
    .PARAMETER Gzip
    The script, compressed by gzip, in Base64; without it the script must be here already.
    .EXAMPLE
    Install-HostGuard -Sha256 $hash -Gzip $null
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $Sha256,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Gzip = ''
    )

    $folder = Initialize-GuardFolder
    $file = "$folder\guard-$Sha256.ps1"
    if (-not (Test-Path -LiteralPath $file) -or (Get-ContentHash -Path $file) -ne $Sha256) {
        $bytes = if ($Gzip) { Expand-GzipText -Text $Gzip } else { New-Object -TypeName byte[] -ArgumentList 0 }
        $hash = Get-ContentHash -Bytes $bytes
        if ($hash -ne $Sha256) {
            throw (New-StepError -Message 'The script of the guard is not as it was rendered.' -Kind 'guard' `
                    -Expected "SHA-256 $Sha256" -Found "$($bytes.Length) bytes with SHA-256 $hash" `
                    -Remedy 'Run again: it is sent anew.')
        }
        if ($PSCmdlet.ShouldProcess($file, 'Write the script of the guard')) {
            $text = (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false).GetString($bytes)
            Write-TextFile -Path $file -Text $text
        }
    }
    if (@(Read-GuardState).Count -eq 0 -and (Test-Path -LiteralPath $folder)) {
        foreach ($old in @(Get-ChildItem -LiteralPath $folder -Filter 'guard-*.ps1' -Force)) {
            if ($old.Name -ne "guard-$Sha256.ps1" -and $PSCmdlet.ShouldProcess($old.Name, 'Delete')) {
                Remove-Item -LiteralPath "$folder\$($old.Name)" -Force
            }
        }
    }
    New-StepResult -Data @{ sha256 = $Sha256 }
}
