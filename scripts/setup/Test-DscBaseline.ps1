function Test-DscBaseline {
    <#
    .SYNOPSIS
    Tells which resources of our document are not as declared; an error of DSC becomes one for a person.
    .DESCRIPTION
    A resource whose test fails says so by an error of the whole call.
    .PARAMETER Mof
    The compiled document.
    .PARAMETER Resource
    All its resources as [Type]Name, in order.
    .EXAMPLE
    Test-DscBaseline -Mof $mof -Resource '[WindowsFeature]WebServer'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [byte[]] $Mof,

        [Parameter(Mandatory = $true)]
        [string[]] $Resource
    )

    try {
        Get-DscDifference -Mof $Mof -Resource $Resource
    }
    catch {
        throw (New-StepError -Message 'DSC could not compare this host with the configuration.' -Kind 'setup' `
                -Expected 'which resources differ' -Found $_.Exception.Message `
                -Remedy 'Correct what the resource complains of, or set setup: scripts for this host.')
    }
}
