function Get-DscDifference {
    <#
    .SYNOPSIS
    Tells which resources of a document are not as declared.
    .DESCRIPTION
    Only asks: the document that is there stays. Without a document that one is tested.
    .PARAMETER Mof
    The compiled document.
    .PARAMETER Resource
    All its resources as [Type]Name, in order: what Windows names is given in this order, and all of it where
    Windows only says that something differs.
    .EXAMPLE
    Get-DscDifference -Mof $mof -Resource '[WindowsFeature]WebServer'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [byte[]] $Mof,

        [Parameter(Mandatory = $true)]
        [string[]] $Resource
    )

    $answer = $null
    if ($null -eq $Mof) {
        $answer = Invoke-LcmMethod -Name 'TestConfiguration'
    }
    else {
        try {
            $data = [byte[]] (ConvertTo-LcmData -Mof $Mof)
            $answer = Invoke-LcmMethod -Name 'TestConfiguration' -Argument @{ configurationData = $data }
        }
        catch {
            $problem = $_
            try {
                $data = [byte[]] (ConvertTo-LcmData -Mof $Mof -Framed $true)
                $answer = Invoke-LcmMethod -Name 'TestConfiguration' -Argument @{ configurationData = $data }
                $script:IisFleet['LcmFramed'] = $true
            }
            catch {
                throw $problem
            }
        }
    }
    $differing = @($answer['ResourcesNotInDesiredState'] | Where-Object -FilterScript { $null -ne $_ } |
            ForEach-Object -Process { [string] $_.ResourceId })
    if ($differing.Count -eq 0 -and -not $answer['InDesiredState']) {
        $differing = $Resource
    }
    $Resource | Where-Object -FilterScript { $differing -contains $_ }
}
