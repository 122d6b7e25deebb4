function ConvertTo-PoolDeclaration {
    <#
    .SYNOPSIS
    Tells how a pool is set, in the terms that an inventory knows.
    .DESCRIPTION
    What an inventory has a default for is always told, the rest only where it is set on the pool itself. Of a
    password it is told that there is one; of a variable that looks like a secret, its name.
    .PARAMETER Pool
    The element of the pool.
    .EXAMPLE
    ConvertTo-PoolDeclaration -Pool $pool
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Pool
    )

    $model = $Pool.GetChildElement('processModel')
    $restart = $Pool.GetChildElement('recycling').GetChildElement('periodicRestart')
    $user = ConvertTo-IisValue -Attribute $model.GetAttribute('userName')
    $identity = ConvertTo-IisValue -Attribute $model.GetAttribute('identityType')
    $settings = @{}
    $places = @(
        @($Pool, 'enable32BitAppOnWin64'), @($Pool, 'queueLength'),
        @($model, 'idleTimeout'), @($model, 'loadUserProfile'),
        @($restart, 'time'), @($restart, 'requests'), @($restart, 'privateMemory')
    )
    foreach ($place in $places) {
        $attribute = $place[0].GetAttribute($place[1])
        if (-not $attribute.IsInheritedFromDefaultValue) {
            $settings[$place[1]] = ConvertTo-IisValue -Attribute $attribute
        }
    }
    $times = @($restart.GetCollection('schedule') | ForEach-Object -Process {
            [string] (ConvertTo-IisValue -Attribute $_.GetAttribute('value'))
        })
    $variables = @($Pool.GetCollection('environmentVariables') | ForEach-Object -Process {
            $name = [string] $_.GetAttributeValue('name')
            $text = [string] $_.GetAttributeValue('value')
            $secret = Test-SecretText -Name $name -Text $text
            @{ name = $name; value = if ($secret) { $null } else { $text }; secret = $secret }
        })
    $known = @('name', 'managedRuntimeVersion', 'startMode', 'autoStart', 'enable32BitAppOnWin64', 'queueLength',
        'processModel/identityType', 'processModel/userName', 'processModel/password', 'processModel/idleTimeout',
        'processModel/loadUserProfile', 'recycling/periodicRestart/time', 'recycling/periodicRestart/requests',
        'recycling/periodicRestart/privateMemory', 'recycling/periodicRestart/schedule', 'environmentVariables')
    @{
        name        = [string] $Pool.GetAttributeValue('name')
        runtime     = [string] $Pool.GetAttributeValue('managedRuntimeVersion')
        autoStart   = [bool] $Pool.GetAttributeValue('autoStart')
        startMode   = ConvertTo-IisValue -Attribute $Pool.GetAttribute('startMode')
        identity    = $identity
        userName    = if ($identity -eq 'SpecificUser') { $user } else { $null }
        password    = [bool] $model.GetAttributeValue('password')
        settings    = $settings
        schedule    = [object[]] $times
        environment = [object[]] $variables
        unsaid      = [object[]] @(Get-UnsaidSetting -Element $Pool -Known $known)
    }
}
