function Assert-ShareContent {
    <#
    .SYNOPSIS
    Fails unless what was copied from a share are the files of the package.
    .DESCRIPTION
    Names the first files that are missing or other ones. What was copied besides is deleted.
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
    $wrong = @(foreach ($one in @($Entry | Sort-Object -Property Path)) {
            if (-not $there.ContainsKey($one.Path)) { "$($one.Path) is missing" }
            elseif ($there[$one.Path].Sha256 -ne $one.Sha256) { "$($one.Path) is another file" }
        })
    if ($wrong.Count -gt 0) {
        $found = ($wrong | Select-Object -First 5) -join ', '
        if ($wrong.Count -gt 5) {
            $found += " and $($wrong.Count - 5) more"
        }
        throw (New-StepError -Message "The share $Share does not hold the package." -Kind 'share' `
                -Expected "the files of the package ($($Entry.Count)), by their hashes" -Found $found `
                -Remedy ('Publish to the share what the controller has as the package, then deploy again. ' +
                    'Nothing that is live was touched.'))
    }
    $known = New-Object -TypeName 'System.Collections.Generic.HashSet[string]' `
        -ArgumentList ([string[]] $paths), ([System.StringComparer]::OrdinalIgnoreCase)
    foreach ($name in @(Get-FileName -Path $Folder)) {
        $file = "$Folder\$($name.Replace('/', '\'))"
        if (-not $known.Contains($name) -and $PSCmdlet.ShouldProcess($file, 'Delete')) {
            Remove-Item -LiteralPath $file -Force
        }
    }
}
