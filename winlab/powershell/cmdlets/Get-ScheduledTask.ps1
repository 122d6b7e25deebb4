function global:Get-ScheduledTask {
    # Names and folders may have wildcards; a name without them that is not there is an error, as on Windows.
    [CmdletBinding()]
    param(
        [string[]] $TaskName = @('*'),
        [string[]] $TaskPath = @('*')
    )

    $tasks = @([Winlab.Rpc]::Call('tasks.list', @{}))
    foreach ($name in $TaskName) {
        $found = @($tasks | Where-Object -FilterScript {
                $folder = $_.folder
                $_.name -like $name -and @($TaskPath | Where-Object -FilterScript { $folder -like $_ }).Count -gt 0
            })
        if ($found.Count -eq 0 -and -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($name)) {
            Write-Error -Category 'ObjectNotFound' -ErrorId 'CmdletizationQuery_NotFound_TaskName' -TargetObject $name `
                -Message "No MSFT_ScheduledTask objects found with property 'TaskName' equal to '$name'.  Verify the value of the property and retry."
        }
        foreach ($task in $found) {
            [PSCustomObject]@{ TaskName = $task.name; TaskPath = $task.folder; State = $task.state; URI = $task.path }
        }
    }
}
