function Remove-EmptyFolder {
    <#
    .SYNOPSIS
    Deletes a folder if nothing is in it.
    .DESCRIPTION
    A junction stays, as does a folder that somebody has open.
    .PARAMETER Path
    The folder.
    .EXAMPLE
    Remove-EmptyFolder -Path 'C:\inetpub\shop\wwwroot\old'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path
    )

    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $item = New-Object -TypeName System.IO.DirectoryInfo -ArgumentList $full
    if (-not $item.Exists -or (Test-ReparsePoint -Item $item) -or $item.GetFileSystemInfos().Length -gt 0 -or
        -not $PSCmdlet.ShouldProcess($Path, 'Delete')) {
        return
    }
    try {
        [System.IO.Directory]::Delete($full, $false)
    }
    catch {
        Write-Verbose -Message "$Path stays: $($_.Exception.Message)"
    }
}
