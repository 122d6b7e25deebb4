function Remove-OldLog {
    <#
    .SYNOPSIS
    Deletes the oldest logs of robocopy.
    .DESCRIPTION
    In C:\ProgramData\iisfleet\logs. One that somebody reads stays.
    .PARAMETER Keep
    How many stay.
    .EXAMPLE
    Remove-OldLog -Keep 19
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [int] $Keep
    )

    $folder = "$(Get-HostFolder)\logs"
    $old = @(Get-ChildItem -LiteralPath $folder -Filter '*.log' -File |
            Sort-Object -Property 'LastWriteTimeUtc' -Descending | Select-Object -Skip $Keep)
    foreach ($file in $old) {
        if ($PSCmdlet.ShouldProcess($file.Name, 'Delete')) {
            Remove-Item -LiteralPath "$folder\$($file.Name)" -Force -ErrorAction SilentlyContinue
        }
    }
}
