function Set-HostLock {
    <#
    .SYNOPSIS
    Locks this host by hand: no run takes it until Remove-HostLock.
    .DESCRIPTION
    Plans and reports need no lock and go on. The lock of a living run, or that of another person, is not replaced;
    a person may give his own another message.
    .PARAMETER Run
    The id of the run that locks.
    .PARAMETER Who
    The person.
    .PARAMETER Controller
    The machine that the person is at.
    .PARAMETER Message
    Why, for whoever finds the lock.
    .PARAMETER TimeoutSeconds
    How long to wait for a script that is still at work.
    .EXAMPLE
    Set-HostLock -Run 'r1' -Who 'anna' -Controller 'ops01' -Message 'new disks until noon'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [string] $Who,

        [Parameter(Mandatory = $true)]
        [string] $Controller,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Message,

        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $folder = Initialize-HostFolder
    foreach ($isFree in @($false, $true)) {
        # Read again once no other script is at work: only then can nobody else be writing it.
        $lock = Read-HostLock
        $isOwn = $null -ne $lock -and $lock.manual -and $lock.who -eq $Who
        if ($isOwn -and $lock.message -ceq $Message) {
            return New-StepResult -Data @{ run = $lock.run }
        }
        if (-not $isOwn) {
            Assert-HostLock -Lock $lock -Run $Run
        }
        if (-not $isFree) {
            Assert-HostIdle -TimeoutSeconds $TimeoutSeconds
        }
    }
    $before = Get-LockText -Lock $lock
    $entry = [ordered] @{
        run = $Run; who = $Who; controller = $Controller; why = 'lock'; since = [datetime]::UtcNow.ToString('o')
        manual = $true; message = $Message
    }
    if ($PSCmdlet.ShouldProcess("$folder\lock", "Lock this host: $Message")) {
        Write-TextFile -Path "$folder\lock" -Text (ConvertTo-Json -InputObject $entry -Compress)
    }
    New-StepResult -Change @(New-Change -Path 'lock' -Before $before -After $Message) -Data @{ run = $Run }
}
