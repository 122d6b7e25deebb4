function Set-HostService {
    <#
    .SYNOPSIS
    Sets how a Windows service starts, and starts or stops it.
    .DESCRIPTION
    Stopping stops the running services that depend on it too; nobody starts those again. The state is polled: what
    the command says of it is not proof.
    .PARAMETER Name
    The service, by its short name.
    .PARAMETER State
    Running or Stopped; '' leaves it.
    .PARAMETER Startup
    Automatic, Manual or Disabled; '' leaves it.
    .PARAMETER TimeoutSeconds
    How long to wait for the state.
    .EXAMPLE
    Set-HostService -Name 'W3SVC' -State 'Running' -Startup 'Automatic'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [AllowNull()]
        [AllowEmptyString()]
        [ValidateSet('', 'Running', 'Stopped')]
        [string] $State = '',

        [AllowNull()]
        [AllowEmptyString()]
        [ValidateSet('', 'Automatic', 'Manual', 'Disabled')]
        [string] $Startup = '',

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $service = Get-Service -Name $Name -ErrorAction SilentlyContinue
    if ($null -eq $service -and $script:IisFleet['PlannedFeatures']) {
        return New-StepResult -Warning "Service $Name is not there yet: it is looked at when its feature is."
    }
    if ($null -eq $service) {
        throw (New-StepError -Message "This host has no service $Name." -Kind 'service' -Expected $Name `
                -Found 'no such service' `
                -Remedy 'Correct setup.services in the inventory, or install what brings the service.')
    }
    $changes = @()
    if ($Startup -and [string] $service.StartType -ne $Startup) {
        $before = [string] $service.StartType
        $changes += New-Change -Path "service/$Name/startType" -Before $before -After $Startup
        if ($PSCmdlet.ShouldProcess($Name, "Start type $Startup")) {
            Set-Service -Name $Name -StartupType $Startup -ErrorAction Stop
        }
    }
    if ($State -and [string] $service.Status -ne $State) {
        $before = [string] $service.Status
        $changes += New-Change -Path "service/$Name/status" -Before $before -After $State
        if ($PSCmdlet.ShouldProcess($Name, $State)) {
            try {
                if ($State -eq 'Running') {
                    Start-Service -Name $Name -ErrorAction Stop
                }
                else {
                    # It would wait for as long as the service is stopping.
                    Stop-Service -Name $Name -Force -NoWait -ErrorAction Stop
                }
                $late = @(Wait-ServiceStatus -Name $Name -Status $State -TimeoutSeconds $TimeoutSeconds) -join ', '
            }
            catch {
                $late = $_.Exception.Message
            }
            if ($late) {
                throw (New-StepError -Message "Service $Name is not $State." -Kind 'service' -Expected $State `
                        -Found $late -Remedy 'Look into the event log System of this host, then run setup again.')
            }
        }
    }
    New-StepResult -Change $changes
}
