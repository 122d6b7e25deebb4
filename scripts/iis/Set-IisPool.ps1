function Set-IisPool {
    <#
    .SYNOPSIS
    Creates an application pool, or brings it to the settings given.
    .DESCRIPTION
    Edits the draft that Complete-IisChange commits. A setting that is $null stays as it is. The pool loads no .NET
    Framework (managedRuntimeVersion is empty), as ASP.NET Core wants it, unless it is there already and is merged.
    Identity, user and password go in one commit: half a pair could lock an account.
    .PARAMETER Name
    The pool.
    .PARAMETER Identity
    ApplicationPoolIdentity, LocalSystem, LocalService, NetworkService or SpecificUser.
    .PARAMETER UserName
    The account of SpecificUser. A name that ends with $ is a gMSA and has no password.
    .PARAMETER Password
    Its password, a SecureString.
    .PARAMETER Enable32Bit
    Runs 32-bit worker processes.
    .PARAMETER StartMode
    OnDemand or AlwaysRunning.
    .PARAMETER AutoStart
    Starts the pool with the service.
    .PARAMETER IdleTimeoutMinutes
    0 never ends an idle worker.
    .PARAMETER RecycleMinutes
    Recycles at regular intervals; 0 never.
    .PARAMETER RecycleSchedule
    Recycles at these times of day, such as 03:00; an empty list never.
    .PARAMETER RecycleRequests
    Recycles after so many requests; 0 never.
    .PARAMETER RecyclePrivateMemoryKb
    Recycles at so much private memory; 0 never.
    .PARAMETER LoadUserProfile
    Loads the profile of the identity.
    .PARAMETER SetProfileEnvironment
    Gives the worker the environment of that profile, such as LOCALAPPDATA.
    .PARAMETER QueueLength
    How many requests http.sys queues for the pool.
    .PARAMETER Environment
    The environment variables of the pool: others are removed. Values are strings or SecureStrings.
    .PARAMETER Merge
    Leaves what a pool that is there has beside that: other variables, and the .NET Framework that it loads.
    .EXAMPLE
    Set-IisPool -Name 'Shop' -Identity 'ApplicationPoolIdentity' -Environment @{ 'A' = 'x' }
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[^|<>&"/\[\]+=;:,?*@\\]+$')]
        [string] $Name,

        [ValidateSet(
            '', 'ApplicationPoolIdentity', 'LocalSystem', 'LocalService', 'NetworkService', 'SpecificUser')]
        [string] $Identity,

        [AllowEmptyString()]
        [string] $UserName,

        [AllowNull()]
        [object] $Password,

        [System.Nullable[bool]] $Enable32Bit,

        [ValidateSet('', 'OnDemand', 'AlwaysRunning')]
        [string] $StartMode,

        [System.Nullable[bool]] $AutoStart,

        [System.Nullable[int]] $IdleTimeoutMinutes,

        [System.Nullable[int]] $RecycleMinutes,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $RecycleSchedule,

        [System.Nullable[int]] $RecycleRequests,

        [System.Nullable[int]] $RecyclePrivateMemoryKb,

        [System.Nullable[bool]] $LoadUserProfile,

        [System.Nullable[bool]] $SetProfileEnvironment,

        [System.Nullable[int]] $QueueLength,

        [AllowNull()]
        [System.Collections.IDictionary] $Environment,

        [bool] $Merge = $false
    )

    $path = "pool/$Name"
    $collection = Get-IisCollection -Kind 'pool'
    $pool = Find-IisElement -Collection $collection -Key @{ name = $Name }
    $changes = @()
    $runtime = if ($null -ne $pool -and $Merge) { $null } else { '' }
    if ($null -eq $pool) {
        $pool = New-IisElement -Collection $collection -Tag 'add' -Attribute @{ name = $Name }
        $changes += New-Change -Path $path -Before $null -After 'present'
    }
    $model = $pool.GetChildElement('processModel')
    $restart = $pool.GetChildElement('recycling').GetChildElement('periodicRestart')
    $idle = if ($null -ne $IdleTimeoutMinutes) { [timespan]::FromMinutes($IdleTimeoutMinutes) } else { $null }
    $interval = if ($null -ne $RecycleMinutes) { [timespan]::FromMinutes($RecycleMinutes) } else { $null }
    $settings = @(
        @($pool, 'managedRuntimeVersion', $runtime, $path),
        @($pool, 'enable32BitAppOnWin64', $Enable32Bit, $path),
        @($pool, 'startMode', $StartMode, $path),
        @($pool, 'autoStart', $AutoStart, $path),
        @($pool, 'queueLength', $QueueLength, $path),
        @($model, 'idleTimeout', $idle, "$path/processModel"),
        @($model, 'loadUserProfile', $LoadUserProfile, "$path/processModel"),
        @($model, 'setProfileEnvironment', $SetProfileEnvironment, "$path/processModel"),
        @($restart, 'time', $interval, "$path/recycling/periodicRestart"),
        @($restart, 'requests', $RecycleRequests, "$path/recycling/periodicRestart"),
        @($restart, 'privateMemory', $RecyclePrivateMemoryKb, "$path/recycling/periodicRestart")
    )
    foreach ($setting in $settings) {
        $element, $attribute, $value, $parent = $setting
        $isLeft = $null -eq $value -or ($attribute -eq 'startMode' -and -not $value)
        if (-not $isLeft) {
            $changes += @(Set-IisAttribute -Element $element -Name $attribute -Value $value `
                    -Path "$parent/$attribute")
        }
    }
    if ($Identity) {
        $changes += @(Set-IisPoolIdentity -Pool $pool -Name $Name -Identity $Identity -UserName $UserName `
                -Password $Password)
    }
    if ($null -ne $RecycleSchedule) {
        $changes += @(Set-IisPoolSchedule -Pool $pool -Name $Name -Schedule $RecycleSchedule)
    }
    if ($null -ne $Environment) {
        $changes += @(Set-IisPoolEnvironment -Pool $pool -Name $Name -Environment $Environment `
                -Merge $Merge)
    }
    if ($changes.Count -gt 0) {
        $commit = $PSCmdlet.ShouldProcess($path, 'Set')
        Register-IisChange -Name 'Set-IisPool' -Parameter $PSBoundParameters -Commit $commit
    }
    New-StepResult -Change $changes
}
