function global:Export-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $TaskName,
        [string] $TaskPath = '\'
    )

    $path = $TaskPath.TrimEnd('\') + "\$TaskName"
    $task = @([Winlab.Rpc]::Call('tasks.list', @{})) | Where-Object -FilterScript { $_.path -eq $path }
    if ($null -eq $task) {
        return Write-Error -Message 'The system cannot find the file specified.' -Category 'ObjectNotFound' -TargetObject $path
    }
    $task.xml
}
