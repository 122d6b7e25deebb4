function Get-TaskScript {
    <#
    .SYNOPSIS
    Tells which script a scheduled task runs.
    .DESCRIPTION
    The hash that New-TaskCommand was given, or what stands there instead, shortened.
    .PARAMETER Command
    The commands of the task with their arguments.
    .PARAMETER File
    The script file.
    .EXAMPLE
    Get-TaskScript -Command @('cmd.exe /c del') -File 'C:\x\job.ps1'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Command,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $File
    )

    $text = $Command -join '; '
    $program = '%windir%\System32\WindowsPowerShell\v1.0\powershell.exe'
    if ($text -match ' -EncodedCommand (?<code>[A-Za-z0-9+/=]+)$') {
        $inner = [System.Text.Encoding]::Unicode.GetString([System.Convert]::FromBase64String($Matches['code']))
        if ($inner -match '''(?<hash>[0-9A-Fa-f]{64})''' -and
            $text -ceq "$program $(New-TaskCommand -File $File -Sha256 $Matches['hash'])") {
            return $Matches['hash'].ToLowerInvariant()
        }
    }
    $text.Substring(0, [math]::Min($text.Length, 120))
}
