function Merge-Sddl {
    <#
    .SYNOPSIS
    Adds to an access list what it lacks of another.
    .DESCRIPTION
    Protection and entries of its own stay; inherited entries are left out, as Windows writes them anew. Returns
    nothing if it lacks nothing.
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

    $found = ConvertFrom-Sddl -Sddl $Sddl
    $entry = '\([^()]*\)'
    $lacking = @([regex]::Matches($Other, $entry) | ForEach-Object -Process { $_.Value } |
            Where-Object -FilterScript { $found.Entries -notcontains (ConvertFrom-Sddl -Sddl "D:$_").Entries[0] })
    if ($lacking.Count -eq 0) {
        return
    }
    $own = @([regex]::Matches($Sddl, $entry) | ForEach-Object -Process { $_.Value } |
            Where-Object -FilterScript { (ConvertFrom-Sddl -Sddl "D:$_").Entries.Count -gt 0 })
    'D:{0}{1}' -f $(if ($found.Protected) { 'P' }), (($own + $lacking) -join '')
}
