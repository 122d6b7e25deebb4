function Test-IisRace {
    <#
    .SYNOPSIS
    Tells whether an error is one of the races of IIS that pass by themselves.
    .DESCRIPTION
    0x80070425: the service cannot accept control messages at this time. 0x800710D8: the object, just created, is
    not valid yet. FileLoadException, or the text of it: applicationHost.config has changed on disk since it was
    read.
    .PARAMETER ErrorRecord
    What was caught.
    .EXAMPLE
    Test-IisRace -ErrorRecord $_
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Management.Automation.ErrorRecord] $ErrorRecord
    )

    $codes = @(0x80070425, 0x800710D8)
    for ($exception = $ErrorRecord.Exception; $null -ne $exception; $exception = $exception.InnerException) {
        if ($codes -contains $exception.HResult -or $exception -is [System.IO.FileLoadException] -or
            $exception.Message -match '0x80070425|0x800710d8|changed on disk') {
            return $true
        }
    }
    $false
}
