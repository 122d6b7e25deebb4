function Update-OfflinePage {
    <#
    .SYNOPSIS
    Touches the page of iisfleet once a second, until the ASP.NET Core Module has seen it.
    .DESCRIPTION
    It watches for changes, and has missed a file that only took its name (aspnetcore#694).
    .PARAMETER Path
    The content folder.
    .PARAMETER Seconds
    How long it has been waited for.
    .EXAMPLE
    Update-OfflinePage -Path 'C:\inetpub\shop' -Seconds 1.2
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [double] $Seconds
    )

    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath("$Path\app_offline.htm")
    $page = New-Object -TypeName System.IO.FileInfo -ArgumentList $full
    $age = ([datetime]::UtcNow - $page.LastWriteTimeUtc).TotalSeconds
    if ($Seconds -lt 1 -or -not $page.Exists -or [math]::Abs($age) -lt 1 -or
        -not $PSCmdlet.ShouldProcess($page.Name, 'Touch')) {
        return
    }
    try {
        $page.LastWriteTimeUtc = [datetime]::UtcNow
    }
    catch {
        Write-Verbose -Message $_.Exception.Message
    }
}
