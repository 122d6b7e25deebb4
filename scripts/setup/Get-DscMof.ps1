function Get-DscMof {
    <#
    .SYNOPSIS
    Compiles a DSC configuration; an error of the compiler becomes one for the person who runs setup.
    .DESCRIPTION
    The controller has checked the document against the schemas of the resources: what fails here is of this host.
    .PARAMETER Document
    The text of the configuration.
    .PARAMETER Configuration
    Its name.
    .EXAMPLE
    $mof = [byte[]] (Get-DscMof -Document $text -Configuration 'IisFleetBaseline')
    .OUTPUTS
    System.Byte[]
    #>
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Document,

        [Parameter(Mandatory = $true)]
        [string] $Configuration
    )

    try {
        , [byte[]] (ConvertTo-DscMof -Document $Document -Configuration $Configuration)
    }
    catch {
        throw (New-StepError -Message "This host cannot compile the configuration $Configuration." -Kind 'setup' `
                -Expected 'a MOF' -Found $_.Exception.GetBaseException().Message `
                -Remedy ('Correct setup in the inventory (the script is in the record of the run), ' +
                    'or set setup: scripts for this host.'))
    }
}
