# What ServerManager sees, all of it: pools and sites, and authentication at these locations ('' is the machine).
param([string[]] $Kinds, [string[]] $Locations)

function Read-Element {
    param($Element)
    $attributes = @{}
    foreach ($attribute in $Element.Attributes) {
        $value = $Element.GetAttributeValue($attribute.Name)
        $attributes[$attribute.Name] = if ($value -is [timespan]) { $value.TotalSeconds } else { $value }
    }
    $below = @{}
    foreach ($child in $Element.ChildElements) { $below[$child.ElementTagName] = Read-Element $child }
    $seen = @{ attributes = $attributes; elements = $below; items = $null }
    if ($null -ne $Element.Schema.CollectionSchema) {
        $seen.items = @(foreach ($item in $Element.GetCollection()) { Read-Element $item })
    }
    $seen
}

$ErrorActionPreference = 'Stop'
$null = [System.Reflection.Assembly]::LoadFrom("$env:WINLAB_ROOT/C/Windows/System32/inetsrv/Microsoft.Web.Administration.dll")
$manager = New-Object -TypeName 'Microsoft.Web.Administration.ServerManager'
$configuration = $manager.GetApplicationHostConfiguration()
$seen = @{}
foreach ($path in @('system.applicationHost/applicationPools', 'system.applicationHost/sites')) {
    $seen[$path] = Read-Element ($configuration.GetSection($path))
}
foreach ($location in $Locations) {
    foreach ($kind in $Kinds) {
        $path = "system.webServer/security/authentication/$kind"
        $seen["$location $path"] = Read-Element ($configuration.GetSection($path, $location))
    }
}
ConvertTo-Json -InputObject $seen -Depth 30 -Compress
