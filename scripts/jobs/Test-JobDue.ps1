function Test-JobDue {
    <#
    .SYNOPSIS
    Tells whether a job is still to run or to be reverted; if not, its task goes.
    .DESCRIPTION
    Not due: a job that has ended, one that a living process runs, one without a state, one whose output has its
    last line, which then counts as ended, and one whose process came so late that nobody reckons with it any more:
    it would restart IIS at some boot next month.
    .PARAMETER Folder
    The job's folder.
    .PARAMETER State
    What Read-JobState gave.
    .EXAMPLE
    Test-JobDue -Folder $folder -State $state
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [AllowNull()]
        [hashtable] $State
    )

    if ($null -ne $State -and $State.state -eq 'registered') {
        $age = [int] (Get-JobAge -State $State)
        if ($age -lt 3600) {
            return $true
        }
        $State.state = 'ended'
        $State.status = 'failed'
        @(
            New-JobFailure -Step 'Enter-HostJob' -Failure @{
                message = 'The job was not started within an hour, and is not run any more.'
                expected = 'a start within 3600 s'
                found = "$age s"
                remedy = 'Run the same command again.'
                kind = 'expired'
            }
            '{"end":true,"status":"failed"}'
        ) | Write-HostJobLine -Folder $Folder
        Remove-JobSecret -Folder $Folder
        Write-JobState -Folder $Folder -State $State
    }
    if ($null -ne $State -and $State.state -eq 'running') {
        if (Test-HostSession -ProcessId $State.processId -Started ([string] $State.processStarted)) {
            return $false
        }
        $end = Get-JobEnd -Folder $Folder
        if (-not $end) {
            return $true
        }
        $State.state = 'ended'
        $State.status = $end
        Write-JobState -Folder $Folder -State $State
    }
    Unregister-JobTask -Id $Folder.Substring($Folder.LastIndexOf('\') + 1)
    $false
}
