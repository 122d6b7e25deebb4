function New-TaskCommand {
    <#
    .SYNOPSIS
    Gives the arguments of powershell.exe by which a scheduled task runs a script file.
    .DESCRIPTION
    A bootstrap that runs the file only if it is the one that was registered: an encoded command is not subject to
    the execution policy, and the hash is what stands for a signature.
    .PARAMETER File
    The script file.
    .PARAMETER Sha256
    Its hash.
    .EXAMPLE
    New-TaskCommand -File 'C:\ProgramData\iisfleet\jobs\r1\job.ps1' -Sha256 $hash
    .OUTPUTS
    System.String
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $File,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9A-Fa-f]{64}$')]
        [string] $Sha256
    )

    $lines = @(
        '$ErrorActionPreference = ''Stop'''
        '$bytes = [System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath ''{0}''))' -f
            $File.Replace('''', '''''')
        # As in Get-ContentHash: hosts that insist on FIPS refuse the managed implementation.
        '$sha256 = New-Object -TypeName System.Security.Cryptography.SHA256CryptoServiceProvider'
        '$hash = [System.BitConverter]::ToString($sha256.ComputeHash($bytes))'
        'if ($hash.Replace(''-'', '''') -ne ''' + $Sha256 + ''') { exit 87 }'
        '& ([scriptblock]::Create([System.Text.Encoding]::UTF8.GetString($bytes)))'
    )
    $bytes = [System.Text.Encoding]::Unicode.GetBytes($lines -join "`n")
    '-NoLogo -NoProfile -NonInteractive -EncodedCommand {0}' -f [System.Convert]::ToBase64String($bytes)
}
