function Write-JobFile {
    <#
    .SYNOPSIS
    Writes the script of a job, which was sent, and its secrets into the job's folder.
    .DESCRIPTION
    The secrets are encrypted with the key of this machine. A script that did not arrive whole is refused.
    .PARAMETER Id
    The job.
    .PARAMETER Sha256
    The hash of the script.
    .PARAMETER Secrets
    Name to SecureString.
    .EXAMPLE
    Write-JobFile -Id 'r1' -Sha256 $hash -Secrets @{ }
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Id,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Sha256,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Secrets
    )

    $bytes = Read-Content -Length 8388608
    $hash = Get-ContentHash -Bytes $bytes
    if ($hash -ne $Sha256) {
        throw (New-StepError -Message 'The script of the job did not arrive whole.' -Kind 'content' `
                -Expected "SHA-256 $Sha256" -Found "$($bytes.Length) bytes with SHA-256 $hash" `
                -Remedy 'Run again.')
    }
    $folder = Initialize-JobFolder -Id $Id
    if (-not $PSCmdlet.ShouldProcess($folder, 'Write the script and its secrets')) {
        return
    }
    $name = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath("$folder\job.ps1")
    [System.IO.File]::WriteAllBytes($name, $bytes)
    $blobs = @{}
    foreach ($key in @($Secrets.Keys)) {
        $blobs[$key] = Protect-Text -Text (ConvertFrom-Secret -Value $Secrets[$key])
    }
    if ($blobs.Count -gt 0) {
        Write-TextFile -Path "$folder\secrets.json" -Text (ConvertTo-Json -InputObject $blobs -Compress)
    }
}
