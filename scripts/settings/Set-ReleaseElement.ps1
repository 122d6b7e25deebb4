function Set-ReleaseElement {
    <#
    .SYNOPSIS
    Makes an application, or a site with its root application, what was saved, and returns the changes.
    .DESCRIPTION
    Edits the draft. The physical path is the one given. A site keeps its id and its other applications.
    .PARAMETER Site
    The site.
    .PARAMETER Application
    The path of the application.
    .PARAMETER State
    What Get-ReleaseElement gave, as read from JSON.
    .PARAMETER PhysicalPath
    The folder that is served.
    .EXAMPLE
    Set-ReleaseElement -Site 'Shop' -Application '/' -State $saved.element -PhysicalPath 'C:\inetpub\shop'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^/')]
        [string] $Application,

        [Parameter(Mandatory = $true)]
        [object] $State,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $PhysicalPath
    )

    $sites = Get-IisCollection -Kind 'site'
    $element = Find-IisElement -Collection $sites -Key @{ name = $Site }
    $own = if ($Application -eq '/') { @($State.items)[0] } else { $State }
    foreach ($folder in @($own.items | Where-Object -FilterScript { (Get-IisItemName -State $_) -eq '/' })) {
        foreach ($attribute in @($folder.attributes | Where-Object -FilterScript { $_.name -eq 'physicalPath' })) {
            # What says the same with variables stays as it was.
            $said = [System.Environment]::ExpandEnvironmentVariables($attribute.text).TrimEnd('\')
            if ($said -ne $PhysicalPath.TrimEnd('\')) {
                $attribute.text = $PhysicalPath
            }
        }
    }
    if ($Application -ne '/') {
        if ($null -eq $element) {
            throw (New-StepError -Message "There is no site $Site for the application $Application." `
                    -Kind 'missing' -Expected 'a site of that name' -Found 'none' -Remedy "Deploy $Site first.")
        }
        $path = Get-IisItemPath -Parent "site/$Site" -Tag 'application' -Name $Application
        return Set-IisSavedItem -Collection $element.GetCollection() -Key @{ path = $Application } -State $State `
            -Path $path
    }
    $bindings = @($State.elements | Where-Object -FilterScript { $_.tag -eq 'bindings' } |
            ForEach-Object -Process { $_.items } | ForEach-Object -Process { $_.attributes } |
            Where-Object -FilterScript { $_.name -eq 'bindingInformation' } |
            ForEach-Object -Process { @{ Information = $_.text } })
    Assert-IisBindingFree -Name $Site -Binding $bindings
    $others = @()
    if ($null -ne $element) {
        $id = [long] $element.GetAttributeValue('id')
        $others = @($element.GetCollection() |
                Where-Object -FilterScript { $_.GetAttributeValue('path') -ne '/' } |
                ForEach-Object -Process { ConvertTo-IisElementState -Element $_ })
    }
    else {
        $ids = @($sites | ForEach-Object -Process { [long] $_.GetAttributeValue('id') } | Sort-Object -Descending)
        $id = (@($ids) + @([long] 0))[0] + 1
    }
    $whole = @{
        tag        = $State.tag
        attributes = @($State.attributes) + @(@{ name = 'id'; type = 'Int64'; text = "$id"; protected = $false })
        elements   = @($State.elements)
        items      = @($State.items) + $others
    }
    Set-IisSavedItem -Collection $sites -Key @{ name = $Site } -State $whole -Path "site/$Site"
}
