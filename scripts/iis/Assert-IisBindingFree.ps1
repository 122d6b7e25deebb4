function Assert-IisBindingFree {
    <#
    .SYNOPSIS
    Refuses bindings that another site of the draft holds.
    .DESCRIPTION
    http and https share the ports of http.sys, so that only the information (address, port, host) counts between
    them.
    .PARAMETER Name
    The site that wants the bindings.
    .PARAMETER Binding
    @{ Protocol; Information; SslFlags } each.
    .EXAMPLE
    Assert-IisBindingFree -Name 'Shop' -Binding @(@{ Protocol = 'http'; Information = '*:80:'; SslFlags = 0 })
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $Binding
    )

    $wanted = @($Binding | ForEach-Object -Process { $_.Information })
    foreach ($site in (Get-IisCollection -Kind 'site')) {
        $other = [string] $site.GetAttributeValue('name')
        if ($other -eq $Name) {
            continue
        }
        foreach ($item in $site.GetCollection('bindings')) {
            $information = [string] $item.GetAttributeValue('bindingInformation')
            $protocol = [string] $item.GetAttributeValue('protocol')
            if ($wanted -contains $information -and @('http', 'https') -contains $protocol) {
                throw (New-StepError -Message "Site $other has the binding $protocol $information of $Name." `
                        -Expected 'a binding that no other site holds' -Found "site $other" -Kind 'conflict' `
                        -Remedy "Remove it from $other, or give $Name another host name, address or port.")
            }
        }
    }
}
