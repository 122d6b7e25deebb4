function Exit-HostJob {
    <#
    .SYNOPSIS
    Ends the job in whose process this runs.
    .DESCRIPTION
    Called by the frame after the last phase. Its task stays until the controller has read the output.
    .PARAMETER Folder
    The job's folder.
    .PARAMETER ErrorRecord
    Why the script broke outside its steps; nobody else would tell.
    .EXAMPLE
    Exit-HostJob -Folder 'C:\ProgramData\iisfleet\jobs\r1'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [System.Management.Automation.ErrorRecord] $ErrorRecord
    )

    if ($null -ne $ErrorRecord) {
        $script:IisFleet.Failed = $true
        $failure = ConvertTo-StepFailure -ErrorRecord $ErrorRecord -Secret $script:IisFleet.Secrets
        @(
            New-JobFailure -Step 'Exit-HostJob' -Failure $failure
            '{"end":true,"status":"failed"}'
        ) | Write-HostJobLine -Folder $Folder
    }
    Remove-JobSecret -Folder $Folder
    $state = Read-JobState -Folder $Folder
    $state.state = 'ended'
    $state.status = if ($script:IisFleet.Failed) { 'failed' } else { 'ok' }
    Write-JobState -Folder $Folder -State $state
}
