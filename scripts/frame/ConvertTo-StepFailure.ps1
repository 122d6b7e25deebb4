function ConvertTo-StepFailure {
    <#
    .SYNOPSIS
    Turns an error record into the error of a result line.
    .DESCRIPTION
    Takes what New-StepError put in; any other error keeps its message, with the function and line that raised it.
    A secret that stands in the text is replaced: an exception of a foreign API may quote its arguments.
    .PARAMETER ErrorRecord
    What was caught.
    .PARAMETER Secret
    The secrets of this script, by name.
    .EXAMPLE
    ConvertTo-StepFailure -ErrorRecord $_ -Secret $Secrets
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Management.Automation.ErrorRecord] $ErrorRecord,

        [System.Collections.IDictionary] $Secret = @{}
    )

    $known = $ErrorRecord.Exception.Data
    $message = $ErrorRecord.Exception.Message
    if (-not $known.Contains('IisFleet.Kind') -and $null -ne $ErrorRecord.InvocationInfo) {
        $message = '{0} (line {1}: {2})' -f $message, $ErrorRecord.InvocationInfo.ScriptLineNumber,
            ([string] $ErrorRecord.InvocationInfo.Line).Trim()
    }
    $failure = @{ message = $message }
    foreach ($name in @('Expected', 'Found', 'Remedy', 'Kind')) {
        $failure[$name.ToLowerInvariant()] = $known["IisFleet.$name"]
    }
    foreach ($name in @($failure.Keys)) {
        if ($null -ne $failure[$name]) {
            $failure[$name] = Hide-Secret -Text $failure[$name] -Secret $Secret
        }
    }
    $failure
}
