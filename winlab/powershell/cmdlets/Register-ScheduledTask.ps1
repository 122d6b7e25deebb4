function global:Register-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $TaskName,
        [string] $TaskPath = '\',
        [Parameter(Mandatory = $true)] [string] $Xml,
        [switch] $Force
    )

    try {
        $path = $TaskPath.TrimEnd('\') + "\$TaskName"
        $null = [Winlab.Rpc]::Call('tasks.register', @{ path = $path; xml = $Xml; force = [bool] $Force })
    }
    catch {
        return Write-Error -Exception $_.Exception.GetBaseException() -Category 'NotSpecified'
    }
    Get-ScheduledTask -TaskName $TaskName -TaskPath $TaskPath
}
