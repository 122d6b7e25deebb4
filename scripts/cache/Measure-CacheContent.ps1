function Measure-CacheContent {
    <#
    .SYNOPSIS
    Tells how much is in a folder.
    .DESCRIPTION
    Returns Kind ('none', 'link' or 'folder'), Bytes, Items (files and links) and HasLink. Links are counted, never
    followed.
    .PARAMETER Path
    The folder; it need not exist.
    .EXAMPLE
    Measure-CacheContent -Path 'C:\Users\build\.nuget\packages'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $content = [PSCustomObject]@{ Kind = 'none'; Bytes = [long] 0; Items = 0; HasLink = $false }
    $item = Get-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
    if ($null -eq $item) {
        return $content
    }
    if (Test-ReparsePoint -Item $item) {
        $content.Kind = 'link'
        return $content
    }
    if (-not $item.PSIsContainer) {
        return $content
    }
    $content.Kind = 'folder'
    $folders = New-Object -TypeName System.Collections.Stack
    $folders.Push($item)
    while ($folders.Count -gt 0) {
        foreach ($child in $folders.Pop().GetFileSystemInfos()) {
            if (Test-ReparsePoint -Item $child) {
                $content.HasLink = $true
                $content.Items++
            }
            elseif ($child -is [System.IO.DirectoryInfo]) {
                $folders.Push($child)
            }
            else {
                $content.Bytes += $child.Length
                $content.Items++
            }
        }
    }
    $content
}
