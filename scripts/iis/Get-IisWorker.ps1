function Get-IisWorker {
    <#
    .SYNOPSIS
    Gives the process ids of the workers of a pool.
    .DESCRIPTION
    Nothing if the pool is not there or has none.
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

    # A worker that ends while it is asked for its number is no valid object any more.
    Invoke-IisRetry -Action {
        $object = Get-IisObject -Kind 'pool' -Name $Pool
        if ($null -ne $object) {
            $object.WorkerProcesses | ForEach-Object -Process { [int] $_.ProcessId }
        }
    }
}
