function Compare-CacheTask {
    <#
    .SYNOPSIS
    Lists in which properties the scheduled task differs from what is wanted.
    .DESCRIPTION
    Changes as New-Change makes them, in the order of the properties' names.
    .PARAMETER Found
    What Get-CacheTask gave; $null if there is no task.
    .PARAMETER Wanted
    The properties of ConvertFrom-TaskDocument.
    .EXAMPLE
    Compare-CacheTask -Found (Get-CacheTask) -Wanted $wanted
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowNull()]
        [object] $Found,

        [Parameter(Mandatory = $true)]
        [hashtable] $Wanted
    )

    $task = (Get-CacheTaskPlace).Task
    if ($null -eq $Found) {
        New-Change -Path $('task/{0}' -f $task) -Before $null -After 'present'
        foreach ($name in @('account', 'at', 'days', 'script')) {
            New-Change -Path "task/$task/$name" -Before $null -After $Wanted[$name]
        }
        return
    }
    foreach ($name in @($Wanted.Keys | Sort-Object)) {
        if ($Found[$name] -cne $Wanted[$name]) {
            New-Change -Path "task/$task/$name" -Before $Found[$name] -After $Wanted[$name]
        }
    }
}
