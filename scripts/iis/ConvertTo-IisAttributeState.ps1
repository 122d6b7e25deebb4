function ConvertTo-IisAttributeState {
    <#
    .SYNOPSIS
    Gives the attributes that are set on a configuration element, as plain data.
    .DESCRIPTION
    Those with a value of their own, sorted by name, with their type, so that the value can be set again. What IIS
    computes while it runs (state, certificateHash, ...) is left out; a password is encrypted by Protect-Text.
    .PARAMETER Element
    A ConfigurationElement.
    .EXAMPLE
    ConvertTo-IisAttributeState -Element $pool
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Element
    )

    # The last one is of FTP, which puts an element into every site.
    $computed = @('state', 'applicationPoolSid', 'isDsMapperEnabled', 'certificateHash', 'certificateStoreName',
        'lastStartupStatus')
    $explicit = @($Element.Attributes | Where-Object -FilterScript {
            $computed -notcontains $_.Name -and -not $_.IsInheritedFromDefaultValue
        })
    foreach ($attribute in @($explicit | Sort-Object -Property 'Name')) {
        $protect = $attribute.Name -eq 'password'
        $value = $attribute.Value
        $text = if ($value -is [timespan]) { $value.ToString() } else { [string] $value }
        if ($protect) {
            $text = Protect-Text -Text $text
        }
        @{ name = $attribute.Name; type = $value.GetType().Name; text = $text; protected = $protect }
    }
}
