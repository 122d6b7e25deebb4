function Get-IisWorker {
    <#
    .SYNOPSIS
    Gives the process ids of the workers of a pool.
    .DESCRIPTION
    Read from a new ServerManager, since an old one keeps the list that it read first. Nothing if the pool is not
    there. The pending draft, if any, is not touched.
    .PARAMETER Pool
    The name of the pool.
    .EXAMPLE
    $ids = @(Get-IisWorker -Pool 'Shop')
    .OUTPUTS
    System.Int32
    #>
    [CmdletBinding()]
    [OutputType([int])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Pool
    )

    $manager = New-Object -TypeName (Get-IisManager).GetType().FullName
    try {
        $object = $manager.ApplicationPools[$Pool]
        if ($null -ne $object) {
            @($object.WorkerProcesses | ForEach-Object -Process { [int] $_.ProcessId })
        }
    }
    finally {
        $manager.Dispose()
    }
}
