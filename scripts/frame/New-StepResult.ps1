function New-StepResult {
    <#
    .SYNOPSIS
    Makes the one object that a host function returns.
    .DESCRIPTION
    Invoke-Step turns it into a line of JSON. The status is not given but follows: a step with changes is
    'changed', one without is 'ok', so that a function cannot claim what it does not list.
    .PARAMETER Change
    What differs or differed, made by New-Change.
    .PARAMETER Data
    Facts for the controller: only strings, numbers, booleans, arrays and hashtables.
    .PARAMETER Warning
    Sentences for the person who reads the report.
    .EXAMPLE
    New-StepResult -Change @(New-Change -Path 'pool/Shop/startMode' -Before 'OnDemand' -After 'AlwaysRunning')
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [AllowNull()]
        [object[]] $Change = @(),

        [hashtable] $Data = @{},

        [AllowEmptyCollection()]
        [AllowNull()]
        [string[]] $Warning = @()
    )

    [PSCustomObject]@{
        PSTypeName = 'IisFleet.StepResult'
        Changes    = [object[]] @($Change | Where-Object -FilterScript { $null -ne $_ })
        Data       = $Data
        Warnings   = [object[]] @($Warning | Where-Object -FilterScript { $_ })
    }
}
