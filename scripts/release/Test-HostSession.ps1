function Test-HostSession {
    <#
    .SYNOPSIS
    Tells whether a session that was written down still runs.
    .DESCRIPTION
    The same process id and the same start, with two seconds of leeway for the arithmetic of clocks. A process
    whose start may not be read counts as running: it must not lose its lock.
    .PARAMETER ProcessId
    The process of the session.
    .PARAMETER Started
    When it began, as Get-HostSession said.
    .EXAMPLE
    Test-HostSession -ProcessId 4711 -Started '2026-01-01T10:00:00.0000000Z'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [int] $ProcessId,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Started
    )

    try {
        $session = Get-HostSession -ProcessId $ProcessId
    }
    catch {
        return $true
    }
    if ($null -eq $session) {
        return $false
    }
    $style = [System.Globalization.DateTimeStyles]::RoundtripKind
    $culture = [System.Globalization.CultureInfo]::InvariantCulture
    $noted = [datetime]::MinValue
    if (-not [datetime]::TryParse($Started, $culture, $style, [ref] $noted)) {
        return $false
    }
    $found = [datetime]::Parse($session.started, $culture, $style)
    [math]::Abs(($found.ToUniversalTime() - $noted.ToUniversalTime()).TotalSeconds) -le 2
}
