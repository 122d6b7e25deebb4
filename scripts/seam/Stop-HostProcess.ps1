function Stop-HostProcess {
    <#
    .SYNOPSIS
    Ends a process of this host and what it has started, at once.
    .DESCRIPTION
    Its children too: a robocopy would go on without the script that started it. It is no error if the process has
    ended meanwhile. Whether the id is still that of the process that is meant is for the caller to know.
    .PARAMETER ProcessId
    The process.
    .EXAMPLE
    Stop-HostProcess -ProcessId 4711
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateRange(5, 2147483647)]
        [int] $ProcessId
    )

    if (-not $PSCmdlet.ShouldProcess("$ProcessId", 'End the process')) {
        return
    }
    $family = @($ProcessId)
    for ($number = 0; $number -lt $family.Count; $number++) {
        $parent = Get-Process -Id $family[$number] -ErrorAction SilentlyContinue
        if ($null -eq $parent) {
            continue
        }
        foreach ($child in @(Get-CimInstance -ClassName 'Win32_Process' -Filter "ParentProcessId=$($parent.Id)")) {
            # An older one only bears the number of a parent that has long ended.
            if ($child.CreationDate -ge $parent.StartTime -and $family -notcontains [int] $child.ProcessId) {
                $family += [int] $child.ProcessId
            }
        }
    }
    # The parent first: it must not start another one.
    foreach ($id in $family) {
        Stop-Process -Id $id -Force -ErrorAction SilentlyContinue
    }
}
