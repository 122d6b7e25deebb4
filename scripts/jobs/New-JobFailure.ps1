function New-JobFailure {
    <#
    .SYNOPSIS
    Gives the result line of a job that broke outside its steps.
    .DESCRIPTION
    The same form as a line of Invoke-Step.
    .PARAMETER Step
    What the line is about.
    .PARAMETER Failure
    Message, expected, found, remedy and kind.
    .EXAMPLE
    New-JobFailure -Step 'Enter-HostJob' -Failure @{ message = 'It broke.'; kind = 'interrupted' }
    .OUTPUTS
    System.String
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Step,

        [Parameter(Mandatory = $true)]
        [hashtable] $Failure
    )

    $phase = if ($script:IisFleet.Phase) { $script:IisFleet.Phase } else { 'starting' }
    $line = @{
        step = $Step; phase = $phase; target = $null; status = 'failed'; changes = @(); data = @{}; warnings = @()
        seconds = 0; error = $Failure
    }
    ConvertTo-Json -InputObject $line -Compress -Depth 4
}
