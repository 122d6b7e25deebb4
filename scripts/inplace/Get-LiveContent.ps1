function Get-LiveContent {
    <#
    .SYNOPSIS
    Tells what a site serves from a folder that is published in place, by hash.
    .DESCRIPTION
    Release: from which it was published. Sha256: the hash of that release's manifest, if every file of it is
    there with its hash; else that of a manifest of what is there. Files that are preserved do not count. Without
    a release all files count, and Sha256 is $null if there are none. Entries: what is there, by path. Hashed once
    in a script, as the target may be large and offline.
    .PARAMETER Target
    The target.
    .PARAMETER Content
    The folder that is served.
    .PARAMETER Store
    The folder of its releases.
    .PARAMETER Preserve
    Relative paths that no publish touches, from Get-KeptPath.
    .EXAMPLE
    (Get-LiveContent -Target 'Shop' -Content 'C:\inetpub\shop' -Store 'C:\inetpub\shop.iisfleet').Sha256
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Content,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Store,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @()
    )

    if ($null -eq $script:IisFleet['Live']) {
        $script:IisFleet['Live'] = @{}
    }
    if ($script:IisFleet['Live'].ContainsKey($Target)) {
        return $script:IisFleet['Live'][$Target]
    }
    $except = Get-PreservePattern -Preserve $Preserve
    $release = Get-CurrentRelease -Store $Store
    $recorded = $null
    $wanted = $null
    if ($release) {
        $recorded = Read-TextFile -Path "$Store\releases\$release.manifest"
        $wanted = Select-ManifestLine -Text $recorded -Except $except
        $names = [string[]] @($wanted.Split("`n") | Where-Object -FilterScript { $_ } |
                ForEach-Object -Process { $_.Substring(0, $_.IndexOf("`t")) })
    }
    else {
        $names = [string[]] @((Get-LiveFile -Path $Content -Except $except).Files)
    }
    $found = Get-FileManifest -Path $Content -Name $names
    $sha256 = if ($found.Count -gt 0) { $found.Sha256 } else { $null }
    if ($null -ne $wanted -and $found.Text -ceq $wanted) {
        $sha256 = Get-ContentHash -Text $recorded
    }
    $live = [PSCustomObject]@{
        Release = if ($release) { $release } else { $null }
        Sha256  = $sha256
        Count   = $found.Count
        Names   = $names
        Entries = ConvertFrom-Manifest -Text $found.Text
    }
    $script:IisFleet['Live'][$Target] = $live
    $live
}
