function Split-ShareFile {
    <#
    .SYNOPSIS
    Puts files together that one command line of robocopy can name.
    .DESCRIPTION
    Returns hashtables with Below (the folder, with a leading \, or nothing) and Names.
    .PARAMETER Name
    Relative paths, with /.
    .EXAMPLE
    Split-ShareFile -Name @('web.config', 'wwwroot/site.css')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Name = @()
    )

    # A command line may have 32,767 characters; paths and options take a part of it.
    $most = 24000
    $groups = @($Name | Group-Object -Property { ([string] $_).Substring(0, [math]::Max(0, $_.LastIndexOf('/'))) })
    foreach ($group in $groups) {
        $below = ''
        if ($group.Name) {
            $below = '\' + $group.Name.Replace('/', '\')
        }
        $names = @()
        $length = 0
        foreach ($path in @($group.Group)) {
            $file = $path.Substring($path.LastIndexOf('/') + 1)
            if ($length + $file.Length + 3 -gt $most) {
                @{ Below = $below; Names = $names }
                $names = @()
                $length = 0
            }
            $names += $file
            $length += $file.Length + 3
        }
        @{ Below = $below; Names = $names }
    }
}
