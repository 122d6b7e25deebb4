function Enter-HostJob {
    <#
    .SYNOPSIS
    Begins the job in whose process this runs.
    .DESCRIPTION
    Called by the frame before the first phase. A job runs once: if its process was ended in the middle, by a boot
    or by a person, it is not run again. Then the script counts as failed from the start, so that nothing but its
    phase 'reverting' runs: the host takes back by itself what was left unfinished. Returns nothing if there is
    nothing to do; then the task is not needed any more.
    .PARAMETER Folder
    The job's folder.
    .PARAMETER Recurring
    The script of a schedule, which runs anew each time.
    .EXAMPLE
    $Entered = Enter-HostJob -Folder 'C:\ProgramData\iisfleet\jobs\r1'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [switch] $Recurring
    )

    $state = Read-JobState -Folder $Folder
    if ($Recurring) {
        $state = New-JobState -Id $Folder.Substring($Folder.LastIndexOf('\') + 1)
        if ((Test-Path -LiteralPath "$Folder\output.jsonl") -and
            $PSCmdlet.ShouldProcess("$Folder\output.jsonl", 'Remove the output of the last time')) {
            Remove-Item -LiteralPath "$Folder\output.jsonl" -Force
        }
    }
    elseif (-not (Test-JobDue -Folder $Folder -State $state)) {
        return
    }
    $resumed = $state.state -eq 'running'
    $secrets = if ($resumed) { @{} } else { Read-JobSecret -Folder $Folder }
    $script:IisFleet.Secrets = $secrets
    $found = 'its process ended (its time limit, or a person)'
    $boot = Get-HostBootTime
    if ($state.boot -ne $boot) {
        $found = "this host was started at $boot"
    }
    $session = Get-HostSession
    $state.state = 'running'
    $state.resumed = $resumed
    $state.processId = $session.processId
    $state.processStarted = $session.started
    $state.boot = $boot
    Write-JobState -Folder $Folder -State $state
    Remove-JobSecret -Folder $Folder
    if ($resumed) {
        $script:IisFleet.Failed = $true
        # Somebody may be taking back already what this job has left, and both would change IIS.
        $null = Wait-HostScript -TimeoutSeconds 60
        $message = 'The host restarted, or the job''s process ended, in the middle of this job.'
        $script:IisFleet['Failure'] = @{ step = 'Enter-HostJob'; message = $message }
        New-JobFailure -Step 'Enter-HostJob' -Failure @{
            message  = $message
            expected = 'the end of the job'
            found    = $found
            remedy   = 'What was left unfinished has been taken back. Run the same command again.'
            kind     = 'interrupted'
        } | Write-HostJobLine -Folder $Folder
    }
    @{ Secrets = $secrets; Resumed = $resumed }
}
