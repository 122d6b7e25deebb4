function Get-CacheTaskPlace {
    <#
    .SYNOPSIS
    Names the scheduled task that clears caches, and where its script and record are.
    .DESCRIPTION
    A hashtable with Task, Name, Path, Folder and File.
    .EXAMPLE
    (Get-CacheTaskPlace).File
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $folder = "$(Get-HostFolder)\tasks\clear-cache"
    @{
        Task = '\iisfleet\clear-cache'; Name = 'clear-cache'; Path = '\iisfleet\'; Folder = $folder
        File = "$folder\job.ps1"
    }
}
