function Switch-IisItem {
    <#
    .SYNOPSIS
    Starts or stops a site or a pool, or recycles a pool, and waits until it is so.
    .DESCRIPTION
    Only the state of now: with autoStart, IIS starts it again with its next start. A pool without workers has
    nothing to recycle.
    .PARAMETER Kind
    site or pool.
    .PARAMETER Name
    Its name.
    .PARAMETER Action
    start, stop or, for a pool, recycle.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Switch-IisItem -Kind 'pool' -Name 'Shop' -Action 'recycle' -TimeoutSeconds 60
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('site', 'pool')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [ValidateSet('start', 'stop', 'recycle')]
        [string] $Action,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $web = @(Get-Service -Name 'W3SVC' -ErrorAction SilentlyContinue |
            ForEach-Object -Process { [string] $_.Status })
    if ($web.Count -eq 0) {
        throw (New-StepError -Message 'IIS is not on this host.' -Kind 'readiness' -Expected 'the service W3SVC' `
                -Found 'no such service' -Remedy 'Run invoke setup, which installs IIS.')
    }
    if ($web -notcontains 'Running') {
        throw (New-StepError -Message 'IIS does not run on this host.' -Kind 'start' `
                -Expected 'the service W3SVC, running' -Found "W3SVC: $($web[0])" `
                -Remedy 'Start it by "net start w3svc": that starts every pool and site with autoStart.')
    }
    $state = Get-IisRunState -Kind $Kind -Name $Name
    if ($null -eq $state) {
        $names = @(foreach ($element in (Get-IisCollection -Kind $Kind)) {
                [string] $element.GetAttributeValue('name')
            })
        throw (New-StepError -Message "There is no $Kind $Name on this host." -Kind 'missing' `
                -Expected "one of: $($names -join ', ')" -Found 'no such name' `
                -Remedy 'Give the name as IIS has it.')
    }
    if ($Action -eq 'recycle') {
        if ($Kind -ne 'pool' -or $state -ne 'Started') {
            throw (New-StepError -Message "The $Kind $Name cannot be recycled." -Kind 'start' `
                    -Expected 'a pool that is Started' -Found "the $Kind is $state" `
                    -Remedy 'Recycle the pool of the site; a pool that is stopped: invoke start --pool NAME.')
        }
        $workers = @(Get-IisWorker -Pool $Name)
        if ($workers.Count -eq 0) {
            return New-StepResult -Warning "The pool $Name has no worker: the next request starts one."
        }
        Restart-IisPool -Name $Name -Worker $workers -TimeoutSeconds $TimeoutSeconds
        $names = [object[]] @($workers | ForEach-Object -Process { [string] $_ })
        return New-StepResult -Change (New-Change -Path "pool/$Name/worker" -Before $names -After 'recycled')
    }
    $wanted = if ($Action -eq 'start') { 'Started' } else { 'Stopped' }
    $changes = @()
    if ($state -ne $wanted) {
        $changes += New-Change -Path "$Kind/$Name/state" -Before $state -After $wanted
        if ($PSCmdlet.ShouldProcess("$Kind $Name", $Action)) {
            Set-IisRunState -Kind $Kind -Name $Name -State $wanted -TimeoutSeconds $TimeoutSeconds
        }
    }
    $warnings = @()
    if ($Kind -eq 'site' -and $wanted -eq 'Started') {
        $site = Find-IisElement -Collection (Get-IisCollection -Kind 'site') -Key @{ name = $Name }
        $root = Find-IisElement -Collection $site.GetCollection() -Key @{ path = '/' }
        $pool = if ($null -ne $root) { [string] $root.GetAttributeValue('applicationPool') } else { '' }
        if ($pool -and (Get-IisRunState -Kind 'pool' -Name $pool) -eq 'Stopped') {
            $warnings += "Its pool $pool is stopped: the site answers 503 until that is started, too."
        }
    }
    New-StepResult -Change $changes -Warning $warnings
}
