function Set-HostDrain {
    <#
    .SYNOPSIS
    Takes this host out of the load balancer's rotation, or puts it back, by its health flag file.
    .DESCRIPTION
    Drained: the flag is renamed to <flag>.drained, so that the balancer's probe no longer finds it. Serving: it is
    named back, but only if this very run has drained the host. So a host that somebody took out stays out, and
    so does one on which something of the run is still to be put back.
    .PARAMETER Flag
    The file that the balancer asks for. Without one, serving finds what this run drained.
    .PARAMETER State
    drained or serving.
    .PARAMETER WaitSeconds
    How long to wait after a change, until the balancer has seen it.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    Set-HostDrain -Flag 'C:\inetpub\health\up.txt' -State 'drained' -WaitSeconds 30 -Run 'r1'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Flag,

        [Parameter(Mandatory = $true)]
        [ValidateSet('drained', 'serving')]
        [string] $State,

        [ValidateRange(0, 3600)]
        [double] $WaitSeconds = 0,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run
    )

    $mark = "$(Get-HostFolder)\services\$Run.drain"
    if (-not $Flag -and $State -eq 'serving' -and (Test-Path -LiteralPath $mark)) {
        $Flag = Read-TextFile -Path $mark
    }
    if (-not $Flag) {
        return New-StepResult
    }
    $null = Initialize-HostFolder -Name 'services'
    $mine = (Test-Path -LiteralPath $mark) -or ($script:IisFleet['Drained'] -eq $Run)
    if ($State -eq 'drained' -and $mine) {
        return New-StepResult
    }
    if ($State -eq 'serving' -and -not $mine) {
        return New-StepResult
    }
    if ($State -eq 'serving' -and (Test-RunUnfinished -Run $Run)) {
        $warning = "This host stays out of rotation, its health flag is ${Flag}.drained: not all is back as it " +
            "was before run $Run. Mend what could not be put back: the next run, or the guard, then puts back " +
            'the flag, too.'
        return New-StepResult -Warning $warning
    }
    if ($State -eq 'drained' -and -not (Test-Path -LiteralPath $Flag)) {
        $warning = "The health flag $Flag is not there: this host is out of rotation, and stays so."
        return New-StepResult -Warning $warning
    }
    $from = if ($State -eq 'drained') { 'serving' } else { 'drained' }
    $script:IisFleet['Drained'] = if ($State -eq 'drained') { $Run } else { '' }
    if ($PSCmdlet.ShouldProcess($Flag, $State)) {
        if ($State -eq 'drained') {
            # Ahead: a script that dies between the two is still known to have drained the host.
            Write-TextFile -Path $mark -Text $Flag
            Move-Item -LiteralPath $Flag -Destination "$Flag.drained" -Force -ErrorAction Stop
        }
        else {
            if (-not (Test-Path -LiteralPath $Flag)) {
                Move-Item -LiteralPath "$Flag.drained" -Destination $Flag -ErrorAction Stop
            }
            Remove-Item -LiteralPath $mark -Force -ErrorAction Stop
        }
        Start-Sleep -Milliseconds ([int] ($WaitSeconds * 1000))
    }
    New-StepResult -Change (New-Change -Path "drain/$Flag" -Before $from -After $State)
}
