function Set-CacheSchedule {
    <#
    .SYNOPSIS
    Lets this host clear package caches by itself, at a time of day, or no longer.
    .DESCRIPTION
    A scheduled task that runs a script of iisfleet, which is the pipeline input. The task is compared property by
    property: what a person has changed in it shows, and is put back. The record of its last run is beside the
    script.
    .PARAMETER At
    The time of day, such as '03:00', in the time of the host.
    .PARAMETER Days
    English names of days of the week; none means every day.
    .PARAMETER Account
    Whom it runs as. Other accounts than SYSTEM must be administrators, and need no password.
    .PARAMETER Sha256
    The hash of the script.
    .PARAMETER TimeoutMinutes
    After this time Windows ends it.
    .PARAMETER Remove
    Remove the task, its script and its record.
    .EXAMPLE
    Set-CacheSchedule -At '03:00' -Days @('sunday') -Sha256 $hash
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidatePattern('^([01][0-9]|2[0-3]):[0-5][0-9]$')]
        [string] $At = '03:00',

        [AllowEmptyCollection()]
        [ValidateSet('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')]
        [string[]] $Days = @(),

        [ValidateNotNullOrEmpty()]
        [string] $Account = 'LocalSystem',

        [ValidatePattern('^([0-9a-f]{64})?$')]
        [string] $Sha256 = '',

        [ValidateRange(1, 1440)]
        [int] $TimeoutMinutes = 120,

        [switch] $Remove
    )

    $place = Get-CacheTaskPlace
    $found = Get-CacheTask
    if ($Remove) {
        return New-StepResult -Change @(Remove-CacheTask -IsThere ($null -ne $found))
    }
    $document = New-TaskDocument -File $place.File -Sha256 $Sha256 -TimeoutMinutes $TimeoutMinutes -At $At `
        -Days @($Days | Select-Object -Unique) -Account (Resolve-AccountSid -Name $Account) `
        -Description 'Clears package caches; made by iisfleet.'
    $wanted = ConvertFrom-TaskDocument -Xml $document -File $place.File
    $changes = @(Compare-CacheTask -Found $found -Wanted $wanted)
    if ($changes.Count -gt 0 -and $PSCmdlet.ShouldProcess($place.Task, 'Register the scheduled task')) {
        Write-CacheScript -Sha256 $Sha256
        # A function of a module: it does not see our preference.
        $task = @{ TaskName = $place.Name; TaskPath = $place.Path; Xml = $document }
        $null = Register-ScheduledTask @task -Force -ErrorAction Stop
        $rest = @(Compare-CacheTask -Found (Get-CacheTask) -Wanted $wanted)
        if ($rest.Count -gt 0) {
            throw (New-StepError -Message "The task $($place.Task) is not as it was registered." -Kind 'schedule' `
                    -Expected ($rest | ForEach-Object -Process { "$($_.path) $($_.after)" }) `
                    -Found ($rest | ForEach-Object -Process { "$($_.path) $($_.before)" }) `
                    -Remedy 'Look at it in the Task Scheduler; a policy may change tasks.')
        }
    }
    New-StepResult -Change $changes
}
