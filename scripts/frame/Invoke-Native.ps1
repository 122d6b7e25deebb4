function Invoke-Native {
    <#
    .SYNOPSIS
    Runs a native program and returns its exit code and text.
    .DESCRIPTION
    The one way to a native program. Standard error is part of the text: in Windows PowerShell 5.1 it would
    otherwise end the script under ErrorActionPreference Stop, while a bad exit code would be ignored.
    .PARAMETER FilePath
    The program with its extension, such as netsh.exe.
    .PARAMETER ArgumentList
    Its arguments, each quoted by PowerShell. No secret may be among them: command lines are audited.
    .PARAMETER SuccessCode
    The exit codes that mean success.
    .EXAMPLE
    Invoke-Native -FilePath 'robocopy.exe' -ArgumentList @($from, $to, '/E', '/XJ') -SuccessCode (0..7)
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $FilePath,

        [AllowEmptyCollection()]
        [string[]] $ArgumentList = @(),

        [int[]] $SuccessCode = @(0)
    )

    $ErrorActionPreference = 'Continue'
    $text = (@(& $FilePath @ArgumentList 2>&1) | ForEach-Object -Process { [string] $_ }) -join "`n"
    $code = $LASTEXITCODE
    if ($SuccessCode -notcontains $code) {
        throw (New-StepError -Message "$FilePath ended with exit code $code." -Expected ($SuccessCode -join ', ') `
                -Found $text -Kind 'native')
    }
    [PSCustomObject]@{ Code = $code; Text = $text }
}
