function Merge-Sddl {
    <#
    .SYNOPSIS
    Adds to an access list what it does not grant yet of another.
    .DESCRIPTION
    Protection and entries of its own stay; inherited entries are left out, as Windows writes them anew. What is
    inherited counts as granted, and what Users, Authenticated Users, Everyone or IIS_IUSRS may read, any pool may.
    Returns nothing if it lacks nothing.
    .PARAMETER Sddl
    The access list that is there.
    .PARAMETER Other
    The other.
    .EXAMPLE
    Merge-Sddl -Sddl (Get-PathSddl -Path $path) -Other 'D:PAI(A;OICI;FA;;;SY)'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Sddl,

        [Parameter(Mandatory = $true)]
        [string] $Other
    )

    $everyPool = @('S-1-5-32-545', 'S-1-5-11', 'S-1-1-0', 'S-1-5-32-568')
    $read = 0x1200A9
    $entry = '\([^()]*\)'
    $whole = [regex]::Replace($Sddl, '\(([^;()]*);([^;()]*)ID([^;()]*);', '($1;$2$3;')
    $granted = @((ConvertFrom-Sddl -Sddl $whole).Entries | ForEach-Object -Process {
            $type, $flags, $mask, $sid = $_.Split(';')
            @{ Type = $type; Flags = $flags; Mask = [System.Convert]::ToInt64($mask, 16); Sid = $sid }
        })
    $lacking = @([regex]::Matches($Other, $entry) | ForEach-Object -Process { $_.Value } |
            Where-Object -FilterScript {
                $type, $flags, $text, $sid = (ConvertFrom-Sddl -Sddl "D:$_").Entries[0].Split(';')
                $mask = [System.Convert]::ToInt64($text, 16)
                @($granted | Where-Object -FilterScript {
                        $_.Type -eq $type -and $_.Flags -eq $flags -and ($_.Mask -band $mask) -eq $mask -and
                        ($_.Sid -eq $sid -or ($mask -eq $read -and $everyPool -contains $_.Sid))
                    }).Count -eq 0
            })
    if ($lacking.Count -eq 0) {
        return
    }
    $own = @([regex]::Matches($Sddl, $entry) | ForEach-Object -Process { $_.Value } |
            Where-Object -FilterScript { (ConvertFrom-Sddl -Sddl "D:$_").Entries.Count -gt 0 })
    $protected = (ConvertFrom-Sddl -Sddl $Sddl).Protected
    'D:{0}{1}' -f $(if ($protected) { 'P' }), (($own + $lacking) -join '')
}
