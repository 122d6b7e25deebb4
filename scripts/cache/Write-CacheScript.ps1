function Write-CacheScript {
    <#
    .SYNOPSIS
    Writes the script that was sent to where the scheduled task finds it.
    .DESCRIPTION
    One that did not arrive whole is refused. The folder is protected: what lies there runs as SYSTEM.
    .PARAMETER Sha256
    The hash of the script.
    .EXAMPLE
    Write-CacheScript -Sha256 $hash
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Sha256
    )

    $bytes = Read-Content -Length 8388608
    $hash = Get-ContentHash -Bytes $bytes
    if ($hash -ne $Sha256) {
        throw (New-StepError -Message 'The script of the schedule did not arrive whole.' -Kind 'content' `
                -Expected "SHA-256 $Sha256" -Found "$($bytes.Length) bytes with SHA-256 $hash" `
                -Remedy 'Run again.')
    }
    $null = Initialize-HostFolder -Name 'tasks'
    $place = Get-CacheTaskPlace
    if (Test-Path -LiteralPath $place.Folder) {
        Assert-TrustedFolder -Path $place.Folder
    }
    if (-not $PSCmdlet.ShouldProcess($place.File, 'Write the script')) {
        return
    }
    if (-not (Test-Path -LiteralPath $place.Folder)) {
        $null = New-Item -Path $place.Folder -ItemType Directory
        Set-PathSddl -Path $place.Folder -Sddl 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' -Owner 'BA'
    }
    $name = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($place.File)
    [System.IO.File]::WriteAllBytes($name, $bytes)
}
