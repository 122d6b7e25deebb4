function Invoke-ContentCopy {
    <#
    .SYNOPSIS
    Copies a staged release over the folder that is served, by robocopy.
    .DESCRIPTION
    One run of it. Never through a junction (/XJ), never web.config or what is preserved. Its log is kept; the
    exit code is a set of bits, and 8 or more is a failure. Returns Code and Log.
    .PARAMETER From
    The folder of the release.
    .PARAMETER To
    The folder that is served.
    .PARAMETER Preserve
    Relative paths.
    .PARAMETER LogName
    The name of the log, without .log.
    .EXAMPLE
    Invoke-ContentCopy -From "$store\releases\$release" -To $path -Preserve @('App_Data') -LogName 'r1-Shop'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $From,

        [Parameter(Mandatory = $true)]
        [string] $To,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @(),

        [Parameter(Mandatory = $true)]
        [string] $LogName
    )

    $log = "$(Get-HostFolder)\logs\$($LogName.Replace('/', '~')).log"
    if (-not $PSCmdlet.ShouldProcess($To, "Copy $From")) {
        return [PSCustomObject]@{ Code = 0; Log = $log }
    }
    $null = Initialize-HostFolder -Name 'logs'
    Remove-OldLog -Folder 'logs' -Keep 19
    $kept = @($Preserve | Where-Object -FilterScript { $_ } |
            ForEach-Object -Process { '{0}\{1}' -f $From, $_.Replace('/', '\').Trim('\') })
    $arguments = @($From, $To, '/E', '/XJ', '/COPY:DAT', '/DCOPY:DA', '/R:2', '/W:1', '/NP', '/NDL', '/BYTES',
        "/UNILOG:$log", '/XF', "$From\web.config") + $kept
    if ($kept.Count -gt 0) {
        $arguments += @('/XD') + $kept
    }
    $done = Invoke-Native -FilePath 'robocopy.exe' -ArgumentList $arguments -SuccessCode (0..31)
    if ($done.Code -ge 8) {
        $remedy = "Read $log on the host: it names each file and why. The content is put back as it was; then " +
            'deploy again.'
        throw (New-StepError -Message "robocopy could not copy everything into $To." -Kind 'copy' `
                -Expected 'an exit code below 8' `
                -Found "exit code $($done.Code): $(Get-RobocopyMeaning -Code $done.Code)" -Remedy $remedy)
    }
    [PSCustomObject]@{ Code = $done.Code; Log = $log }
}
