function Remove-OldLog {
    <#
    .SYNOPSIS
    Deletes the oldest logs of programs that iisfleet runs.
    .DESCRIPTION
    One that somebody reads stays. A missing folder is no error.
    .PARAMETER Folder
    Where they are, below C:\ProgramData\iisfleet: logs has those of robocopy.
    .PARAMETER Keep
    How many stay.
    .EXAMPLE
    Remove-OldLog -Folder 'logs' -Keep 19
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [Parameter(Mandatory = $true)]
        [int] $Keep
    )

    $place = "$(Get-HostFolder)\$Folder"
    $old = @(Get-ChildItem -LiteralPath $place -Filter '*.log' -File -ErrorAction SilentlyContinue |
            Sort-Object -Property 'LastWriteTimeUtc' -Descending | Select-Object -Skip $Keep)
    foreach ($file in $old) {
        if ($PSCmdlet.ShouldProcess($file.Name, 'Delete')) {
            Remove-Item -LiteralPath "$place\$($file.Name)" -Force -ErrorAction SilentlyContinue
        }
    }
}
