function Set-IisBinding {
    <#
    .SYNOPSIS
    Gives a site of the draft its bindings, and returns the changes.
    .DESCRIPTION
    A binding is its protocol, information and SNI; its other flags (central store, HTTP/2, TLS) are kept. A
    binding that another site holds is refused: http.sys would serve only one of the two.
    .PARAMETER Site
    The element of the site.
    .PARAMETER Name
    The name of the site.
    .PARAMETER Binding
    @{ Protocol; Information; SslFlags } each.
    .PARAMETER Merge
    Leaves the bindings that are not among them; without it they are removed.
    .EXAMPLE
    Set-IisBinding -Site $site -Name 'Shop' -Binding @(@{ Protocol = 'http'; Information = '*:80:'; SslFlags = 0 })
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Site,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $Binding,

        [bool] $Merge = $false
    )

    $collection = $Site.GetCollection('bindings')
    Assert-IisBindingFree -Name $Name -Binding $Binding
    $kept = @()
    foreach ($item in @($collection | ForEach-Object -Process { $_ })) {
        $flags = [int] $item.GetAttributeValue('sslFlags')
        $identity = '{0} {1}' -f $item.GetAttributeValue('protocol'), $item.GetAttributeValue('bindingInformation')
        $wanted = @($Binding | Where-Object -FilterScript { "$($_.Protocol) $($_.Information)" -eq $identity })
        if ($wanted.Count -eq 0) {
            if (-not $Merge) {
                $null = $collection.Remove($item)
                New-Change -Path "site/$Name/binding/$identity $flags" -Before 'present' -After $null
            }
            continue
        }
        $kept += $identity
        if (($flags -band 1) -ne ([int] $wanted[0].SslFlags -band 1)) {
            $item.SetAttributeValue('sslFlags', [long] ($flags -bxor 1))
            New-Change -Path "site/$Name/binding/$identity $flags" -Before 'present' -After $null
            New-Change -Path "site/$Name/binding/$identity $($flags -bxor 1)" -Before $null -After 'present'
        }
    }
    foreach ($wanted in $Binding) {
        $identity = '{0} {1}' -f $wanted.Protocol, $wanted.Information
        if ($kept -contains $identity) {
            continue
        }
        $attributes = @{ protocol = $wanted.Protocol; bindingInformation = $wanted.Information }
        if ([int] $wanted.SslFlags -ne 0) {
            $attributes['sslFlags'] = [long] $wanted.SslFlags
        }
        $null = New-IisElement -Collection $collection -Tag 'binding' -Attribute $attributes
        New-Change -Path "site/$Name/binding/$identity $([int] $wanted.SslFlags)" -Before $null -After 'present'
    }
}
