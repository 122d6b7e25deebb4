function New-StepError {
    <#
    .SYNOPSIS
    Makes the error record with which a host function gives up.
    .DESCRIPTION
    Carries, besides the sentence, what was expected, what was found and what to do next. Throw what it returns.
    .PARAMETER Message
    One sentence that names the object.
    .PARAMETER Expected
    The state that should have been.
    .PARAMETER Found
    The state that was.
    .PARAMETER Remedy
    What the person who reads it can do next.
    .PARAMETER Kind
    A word that groups causes for the controller: locked, health, conflict, disk, exposed, ...
    .EXAMPLE
    throw (New-StepError -Message 'Pool Shop did not start.' -Expected 'Started' -Found 'Stopped' -Kind 'start')
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Message,

        [string] $Expected,

        [string] $Found,

        [string] $Remedy,

        [string] $Kind
    )

    $exception = New-Object -TypeName System.InvalidOperationException -ArgumentList $Message
    foreach ($name in @('Expected', 'Found', 'Remedy', 'Kind')) {
        if ($PSBoundParameters.ContainsKey($name)) {
            $exception.Data["IisFleet.$name"] = $PSBoundParameters[$name]
        }
    }
    $category = [System.Management.Automation.ErrorCategory]::InvalidResult
    $type = 'System.Management.Automation.ErrorRecord'
    New-Object -TypeName $type -ArgumentList $exception, 'IisFleet', $category, $null
}
