function Assert-ShareContent {
    <#
    .SYNOPSIS
    Fails unless what was copied from a share are the files of the package.
    .DESCRIPTION
    Names the first files that are missing, other ones, or spelled otherwise: a release has the names that its
    manifest has. What was copied besides is deleted.
    .PARAMETER Folder
    Where the files were copied to.
    .PARAMETER Share
    Where they came from.
    .PARAMETER Entry
    What is wanted: entries of a manifest.
    .EXAMPLE
    Assert-ShareContent -Folder $folder -Share '\\files\drop\Shop' -Entry $entries
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Share,

        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $Entry
    )

    $paths = @($Entry | ForEach-Object -Process { $_.Path })
    $there = ConvertFrom-Manifest -Text (Get-FileManifest -Path $Folder -Name $paths).Text
    $spelled = New-Object -TypeName 'System.Collections.Generic.Dictionary[string, string]' `
        -ArgumentList ([System.StringComparer]::OrdinalIgnoreCase)
    foreach ($name in @(Get-FileName -Path $Folder)) {
        $spelled[$name] = $name
    }
    $wrong = @(foreach ($one in @($Entry | Sort-Object -Property Path)) {
            $name = $one.Path
            if ($spelled.TryGetValue($one.Path, [ref] $name) -and $name -cne $one.Path) {
                "$($one.Path) is spelled $name"
            }
            elseif (-not $there.ContainsKey($one.Path)) { "$($one.Path) is missing" }
            elseif ($there[$one.Path].Sha256 -ne $one.Sha256) { "$($one.Path) is another file" }
        })
    if ($wrong.Count -gt 0) {
        $found = ($wrong | Select-Object -First 5) -join ', '
        if ($wrong.Count -gt 5) {
            $found += " and $($wrong.Count - 5) more"
        }
        throw (New-StepError -Message "The share $Share does not hold the package." -Kind 'share' `
                -Expected "the files of the package ($($Entry.Count)), by their names and hashes" -Found $found `
                -Remedy ('Publish to the share, into an empty folder, what the controller has as the package, ' +
                    'then deploy again. Nothing that is live was touched.'))
    }
    $known = New-Object -TypeName 'System.Collections.Generic.HashSet[string]' `
        -ArgumentList ([string[]] $paths), ([System.StringComparer]::OrdinalIgnoreCase)
    # psbase: a file may be called Values, and would be taken for the property.
    foreach ($name in @($spelled.psbase.Values)) {
        $file = "$Folder\$($name.Replace('/', '\'))"
        if (-not $known.Contains($name) -and $PSCmdlet.ShouldProcess($file, 'Delete')) {
            Remove-Item -LiteralPath $file -Force
        }
    }
}
