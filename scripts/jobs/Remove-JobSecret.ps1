function Remove-JobSecret {
    <#
    .SYNOPSIS
    Deletes the secrets that were left for a job.
    .DESCRIPTION
    Once they were read, or cannot be. It is no error if there are none.
    .PARAMETER Folder
    The job's folder.
    .EXAMPLE
    Remove-JobSecret -Folder 'C:\ProgramData\iisfleet\jobs\r1'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder
    )

    $file = "$Folder\secrets.json"
    if ((Test-Path -LiteralPath $file) -and $PSCmdlet.ShouldProcess($file, 'Delete')) {
        Remove-Item -LiteralPath $file -Force
    }
}
