function Get-ContentRun {
    <#
    .SYNOPSIS
    Lists the runs whose content of sites is still noted, the latest first.
    .DESCRIPTION
    By their sequence numbers, never by times. A record that cannot be read comes last.
    .EXAMPLE
    Get-ContentRun
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $folder = "$(Get-HostFolder)\state"
    if (-not (Test-Path -LiteralPath $folder)) {
        return
    }
    $runs = @(foreach ($file in @(Get-ChildItem -LiteralPath $folder -Filter '*.content.json' -File)) {
            $run = $file.Name.Substring(0, $file.Name.Length - '.content.json'.Length)
            $sequence = [long] 0
            try {
                $sequence = (Read-SiteContent -Run $run).sequence
            }
            catch {
                Write-Verbose -Message $_.Exception.Message
            }
            [PSCustomObject]@{ Run = $run; Sequence = $sequence }
        })
    $runs | Sort-Object -Property 'Sequence' -Descending | ForEach-Object -Process { $_.Run }
}
