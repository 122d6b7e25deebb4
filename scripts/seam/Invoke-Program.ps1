function Invoke-Program {
    <#
    .SYNOPSIS
    Runs a program in a folder, for a limited time.
    .DESCRIPTION
    Returns its exit code as .NET has it ($null after the time) and what it wrote, standard error after standard
    output. After the time it is ended, with all that it has started.
    .PARAMETER FilePath
    A path, or a name that Windows finds by PATH.
    .PARAMETER ArgumentList
    Its arguments, one by one.
    .PARAMETER Folder
    The folder that it runs in.
    .PARAMETER TimeoutSeconds
    How long it may take.
    .EXAMPLE
    Invoke-Program -FilePath 'dotnet' -ArgumentList 'Migrate.dll' -Folder 'C:\inetpub\shop' -TimeoutSeconds 600
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $FilePath,

        [AllowEmptyCollection()]
        [string[]] $ArgumentList = @(),

        [Parameter(Mandatory = $true)]
        [string] $Folder,

        [Parameter(Mandatory = $true)]
        [ValidateRange(1, 86400)]
        [double] $TimeoutSeconds
    )

    # As CommandLineToArgvW takes it apart: backslashes count double before a quotation mark, and only there.
    $quoted = @($ArgumentList | ForEach-Object -Process {
            if ($_ -ne '' -and $_ -notmatch '[\s"]') { $_ }
            else { '"{0}"' -f ([regex]::Replace($_, '(\\*)"', '$1$1\"') -replace '(\\+)$', '$1$1') }
        })
    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo -ArgumentList $FilePath, ($quoted -join ' ')
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.WorkingDirectory = $Folder
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    # What asks for something gets the end of its input, and both outputs are read at once: a full pipe stops it.
    $process.StandardInput.Close()
    $output = $process.StandardOutput.ReadToEndAsync()
    $errors = $process.StandardError.ReadToEndAsync()
    $timedOut = -not $process.WaitForExit([int] ($TimeoutSeconds * 1000))
    if ($timedOut) {
        Stop-HostProcess -ProcessId $process.Id
    }
    $text = @(foreach ($task in $output, $errors) {
            if ($task.Wait(5000)) { $task.Result.Trim() }
        }) -join "`n"
    # Not by the property: one that cannot be read is $null to PowerShell, and [int] $null is 0: success.
    $code = if ($timedOut) { $null } else { [int] $process.get_ExitCode() }
    [PSCustomObject]@{ Code = $code; TimedOut = $timedOut; Text = $text.Trim() }
}
