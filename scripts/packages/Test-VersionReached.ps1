function Test-VersionReached {
    <#
    .SYNOPSIS
    Tells whether a version is at least another.
    .DESCRIPTION
    By numbers, as many as the wanted one has. A pre-release is less than its release; those of one release count
    alike.
    .PARAMETER Found
    The version that is there; $null is less than any.
    .PARAMETER Wanted
    The other.
    .EXAMPLE
    Test-VersionReached -Found '10.0.12' -Wanted '10.0.9'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Found,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^\d+(\.\d+)*(-[0-9A-Za-z.-]+)?$')]
        [string] $Wanted
    )

    if (-not $Found) {
        return $false
    }
    $have = @(($Found -split '-')[0] -split '\.')
    $want = @(($Wanted -split '-')[0] -split '\.')
    for ($index = 0; $index -lt $want.Count; $index++) {
        $part = if ($index -lt $have.Count) { [long] $have[$index] } else { 0 }
        if ($part -ne [long] $want[$index]) {
            return ($part -gt [long] $want[$index])
        }
    }
    return (-not $Found.Contains('-') -or $Wanted.Contains('-'))
}
