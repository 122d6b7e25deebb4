function Get-SessionFact {
    <#
    .SYNOPSIS
    Tells what this session may do: its PowerShell, its account and whether it is elevated.
    .DESCRIPTION
    Reads nothing of the host but its own token: it answers where nothing else does.
    .EXAMPLE
    Get-SessionFact
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    New-StepResult -Data @{
        powershell = @{
            version      = [string] $PSVersionTable.PSVersion
            edition      = [string] $PSVersionTable.PSEdition
            languageMode = [string] $ExecutionContext.SessionState.LanguageMode
        }
        elevated   = [bool] (Test-Elevation)
        user       = ('{0}\{1}' -f $env:USERDOMAIN, $env:USERNAME).TrimStart('\')
    }
}
