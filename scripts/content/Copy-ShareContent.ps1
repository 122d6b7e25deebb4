function Copy-ShareContent {
    <#
    .SYNOPSIS
    Copies the files that a release lacks from a share, and proves that they are the right ones.
    .DESCRIPTION
    They go to <path>\incoming\<run>.share, which only this run uses, from where Expand-Release takes them. Every
    file must have the hash that the package has; what else the share holds is not kept. Whatever fails, the folder
    is deleted. A remote session cannot use its credentials on a third machine: without UserName this must run as
    SYSTEM, as which the computer account of the host reads the share. Bookkeeping: no changes.
    .PARAMETER Target
    The target.
    .PARAMETER Path
    Where its releases live.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Share
    Where the files are: \\server\share\folder.
    .PARAMETER Wanted
    The lines of the manifest that are wanted: Base64 of gzip.
    .PARAMETER All
    They are all files of the package: the share is copied as a whole.
    .PARAMETER UserName
    An account that may read the share, if the computer account is not to.
    .PARAMETER Password
    Its password.
    .EXAMPLE
    Copy-ShareContent -Target 'Shop' -Path 'C:\inetpub\shop' -Run 'r1' -Share '\\files\drop\Shop' -Wanted $lines
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^\\\\[^\\]+\\[^\\]+')]
        [string] $Share,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Wanted,

        [bool] $All,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $UserName = '',

        [AllowNull()]
        [System.Security.SecureString] $Password
    )

    $folder = "$Path\incoming\$Run.share"
    $files = ConvertFrom-Manifest -Text ([System.Text.Encoding]::UTF8.GetString((Expand-GzipText -Text $Wanted)))
    # psbase: a file may be called Values, and would be taken for the property.
    $entries = @($files.psbase.Values)
    $size = [long] 0
    foreach ($entry in $entries) {
        Assert-ArchiveName -Name $entry.Path -Folder $folder
        $size += $entry.Size
    }
    Assert-FreeSpace -Path $Path -Bytes $size -What "the files of $Target"
    if (-not $PSCmdlet.ShouldProcess($folder, "Copy $($entries.Count) files of $Share")) {
        return New-StepResult -Data @{ folder = $folder; files = 0; bytes = 0; code = 0; log = $null }
    }
    $log = '{0}\{1}-{2}-share.log' -f (Initialize-HostFolder -Name 'logs'), $Run, ($Target -replace '/', '~')
    Remove-OldLog -Folder 'logs' -Keep 19
    $drive = $null
    $done = $false
    try {
        Remove-Tree -Path $folder
        $null = New-Item -Path $folder -ItemType Directory -Force
        if ($UserName) {
            $drive = Connect-Share -Share $Share -UserName $UserName -Password $Password
        }
        $names = @()
        if (-not $All) {
            $names = @($entries | ForEach-Object -Process { $_.Path })
        }
        $code = Copy-ShareFile -Share $Share -Folder $folder -Name $names -Log $log -UserName $UserName
        Assert-ShareContent -Folder $folder -Share $Share -Entry $entries
        $done = $true
    }
    finally {
        if ($null -ne $drive) {
            Remove-PSDrive -Name $drive -Force -ErrorAction SilentlyContinue
        }
        if (-not $done) {
            # Also when the script is stopped; what cannot be deleted now is deleted by the next retention.
            Remove-Tree -Path $folder -ErrorAction Continue
        }
    }
    New-StepResult -Data @{ folder = $folder; files = $entries.Count; bytes = $size; code = $code; log = $log }
}
