function Set-DscBaseline {
    <#
    .SYNOPSIS
    Brings this host into the state that a DSC configuration declares.
    .DESCRIPTION
    Compiles the document here, lets DSC test it, and only if something differs lets DSC apply it, with settings by
    which it neither corrects nor restarts anything by itself. Then what DSC keeps is tested. Waits for a busy LCM;
    refuses a host on which somebody else uses DSC.
    .PARAMETER Document
    The text of the configuration.
    .PARAMETER Configuration
    Its name.
    .PARAMETER Resources
    Its resources as [Type]Name, in order.
    .PARAMETER TakeOver
    Replace what somebody else has set.
    .PARAMETER WaitSeconds
    How long to wait for a busy LCM.
    .PARAMETER TimeoutSeconds
    How long the configuration may take.
    .EXAMPLE
    Set-DscBaseline -Document $text -Configuration 'IisFleetBaseline' -Resources '[WindowsFeature]WebServer'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Document,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]\w*$')]
        [string] $Configuration,

        [Parameter(Mandatory = $true)]
        [string[]] $Resources,

        [bool] $TakeOver = $false,

        [ValidateRange(0, 86400)]
        [int] $WaitSeconds = 300,

        [ValidateRange(1, 86400)]
        [int] $TimeoutSeconds = 3600
    )

    $lcm = Wait-LcmIdle -TimeoutSeconds $WaitSeconds
    $held = [string] (Get-LcmDocument)
    $foreign = @(Get-LcmTakeover -State $lcm -Document $held -Configuration $Configuration)
    if ($foreign.Count -gt 0 -and -not $TakeOver) {
        throw (New-StepError -Message 'Somebody else uses DSC on this host.' -Kind 'foreign' `
                -Expected "RefreshMode Push, and no configuration but $Configuration" `
                -Found ($foreign -join '; ') `
                -Remedy 'Ask who does, then run setup with --take-over, or set setup: scripts for this host.')
    }
    $mof = [byte[]] (Get-DscMof -Document $Document -Configuration $Configuration)
    $differing = @(Test-DscBaseline -Mof $mof -Resource $Resources)
    if ($differing.Count -eq 0) {
        return New-StepResult -Data @{ rebootRequired = (Test-PendingReboot) }
    }
    $changes = @(Get-LcmDifference -State $lcm -Document $held -Configuration $Configuration)
    $changes += @($differing | ForEach-Object -Process {
            New-Change -Path "dsc/$_" -Before 'differs' -After 'as declared'
        })
    $restart = $false
    if ($PSCmdlet.ShouldProcess($differing -join ', ', 'Bring into the declared state')) {
        # Windows' own check of the configuration may have begun while this host was compared.
        $null = Wait-LcmIdle -TimeoutSeconds $WaitSeconds
        # Settings that are not sent along get the defaults of Windows: what fits stays untouched.
        if (@($changes | Where-Object -FilterScript { $_.path -match '^lcm/(?!document)' }).Count -gt 0) {
            Set-LcmSetting -State $lcm -Document $held
        }
        Send-DscDocument -Mof $mof -TimeoutSeconds $TimeoutSeconds
        # A resource may ask for a restart of which the rest of Windows knows nothing.
        $restart = (Get-LcmState).state -eq 'PendingReboot'
        $left = @(Get-DscDifference -Resource $Resources)
        if ($left.Count -gt 0 -and -not $restart -and -not (Test-PendingReboot)) {
            throw (New-StepError -Message "DSC applied the configuration, but not $($left -join ', ')." `
                    -Kind 'setup' -Expected 'as declared' -Found 'differs' `
                    -Remedy 'Look into the event log Microsoft-Windows-DSC/Operational of this host.')
        }
    }
    $warnings = @($foreign | ForEach-Object -Process { "Of somebody else's use of DSC is replaced: $_." })
    $data = @{ rebootRequired = $restart -or (Test-PendingReboot) }
    New-StepResult -Change $changes -Data $data -Warning $warnings
}
