function Test-SecretText {
    <#
    .SYNOPSIS
    Tells whether a value looks like a secret, by its name or by what it is.
    .DESCRIPTION
    Errs on the side of yes: a person who knows better writes the value into the inventory.
    .PARAMETER Name
    The name of the variable or setting; empty looks at the text alone.
    .PARAMETER Text
    Its value.
    .EXAMPLE
    Test-SecretText -Name 'ConnectionStrings__Default' -Text 'Server=db;Database=shop'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [AllowEmptyString()]
        [string] $Name,

        [AllowEmptyString()]
        [string] $Text
    )

    if ($Name -match 'pass|pwd|secret|key|token|conn|credential|signature') {
        return $true
    }
    $shapes = @(
        # A connection string, a URL with user information, a PEM block, a JSON Web Token.
        '(password|pwd|uid|user id|accountkey|accesskey|signature|sig|data source|initial catalog|server)\s*=',
        '://[^/\s@]+@',
        '-----BEGIN ',
        '\beyJ[A-Za-z0-9_-]{10}',
        # So many letters and digits without a break are no word that anybody chose.
        '(?=[A-Za-z0-9+/_=-]*[0-9])(?=[0-9+/_=-]*[A-Za-z])[A-Za-z0-9+/_=-]{24}'
    )
    @($shapes | Where-Object -FilterScript { $Text -match $_ }).Count -gt 0
}
