function ConvertTo-ContentError {
    <#
    .SYNOPSIS
    Makes the error of a failed write one that says what to do.
    .DESCRIPTION
    A full disk gets its own kind; what New-StepError made, and any other error, is given back as it is.
    .PARAMETER ErrorRecord
    What was caught.
    .PARAMETER Path
    What was written.
    .EXAMPLE
    throw (ConvertTo-ContentError -ErrorRecord $_ -Path $file)
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Management.Automation.ErrorRecord] $ErrorRecord,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $cause = $ErrorRecord.Exception.GetBaseException()
    # ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    if ($cause -is [System.IO.IOException] -and @(112, 39) -contains ($cause.HResult -band 0xFFFF)) {
        $drive = $Path.Substring(0, 2)
        return New-StepError -Message "Drive $drive is full." -Kind 'disk' -Expected "room for $Path" `
            -Found $cause.Message `
            -Remedy "Free space on drive $drive (lower keep_releases, delete old logs), then deploy again."
    }
    $ErrorRecord
}
