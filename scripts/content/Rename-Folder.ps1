function Rename-Folder {
    <#
    .SYNOPSIS
    Gives a folder its name, patiently.
    .DESCRIPTION
    Virus scanners and the indexer hold new files open for a moment, and Windows refuses to rename a folder with an
    open file in it.
    .PARAMETER Path
    The folder.
    .PARAMETER NewName
    Its new name.
    .EXAMPLE
    Rename-Folder -Path 'C:\inetpub\shop\releases\1.0.partial' -NewName '1.0'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $NewName
    )

    for ($try = 1; $PSCmdlet.ShouldProcess($Path, "Rename to $NewName"); $try++) {
        try {
            Rename-Item -LiteralPath $Path -NewName $NewName -ErrorAction Stop
            return
        }
        catch {
            if ($try -ge 5) {
                throw
            }
        }
        Start-Sleep -Seconds 1
    }
}
