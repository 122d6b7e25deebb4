function ConvertTo-IisElementState {
    <#
    .SYNOPSIS
    Gives all that is set below a configuration element, as plain data.
    .DESCRIPTION
    Generic and complete: each explicit attribute, each child element, each item of a collection. What IIS
    computes while it runs is left out. Passwords and the values of environment variables are encrypted by
    Protect-Text.
    .PARAMETER Element
    A ConfigurationElement.
    .EXAMPLE
    ConvertTo-IisElementState -Element $pool
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Element
    )

    $computed = @('workerProcesses', 'sessions')
    $children = @($Element.ChildElements |
            Where-Object -FilterScript { $computed -notcontains $_.ElementTagName } |
            ForEach-Object -Process { ConvertTo-IisElementState -Element $_ } |
            Where-Object -FilterScript { $_.attributes.Count + $_.elements.Count + $_.items.Count -gt 0 })
    $items = @()
    if ($null -ne $Element.Schema.CollectionSchema) {
        $items = @($Element.GetCollection() | ForEach-Object -Process { ConvertTo-IisElementState -Element $_ })
    }
    if ($Element.ElementTagName -eq 'environmentVariables') {
        foreach ($attribute in @($items | ForEach-Object -Process { $_.attributes })) {
            if ($attribute.name -eq 'value' -and -not $attribute.protected) {
                $attribute.text = Protect-Text -Text $attribute.text
                $attribute.protected = $true
            }
        }
    }
    @{
        tag        = $Element.ElementTagName
        attributes = [object[]] @(ConvertTo-IisAttributeState -Element $Element)
        elements   = [object[]] $children
        items      = [object[]] $items
    }
}
