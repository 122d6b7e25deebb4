function Test-HttpAnswer {
    <#
    .SYNOPSIS
    Compares the answer of a probe with what a health check expects.
    .DESCRIPTION
    Returns nothing if it passes, else an object with Expected and Found.
    .PARAMETER Answer
    What Invoke-HttpProbe returned.
    .PARAMETER Check
    @{ Status; Body; Header; HeaderValue }.
    .EXAMPLE
    Test-HttpAnswer -Answer $answer -Check @{ Status = @(200); Body = 'healthy' }
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Answer,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Check
    )

    $statuses = if ($null -ne $Check['Status']) { @($Check['Status']) } else { @(200) }
    $start = $Answer.Body.Substring(0, [math]::Min(200, $Answer.Body.Length))
    $expected = $null
    $found = '{0} {1}' -f $Answer.Status, $start
    if ($Answer.Error) {
        $expected = 'status {0}' -f ($statuses -join ' or ')
        $found = $Answer.Error
    }
    elseif ($statuses -notcontains $Answer.Status) {
        $expected = 'status {0}' -f ($statuses -join ' or ')
    }
    elseif ($Check['Body'] -and $Answer.Body -cnotmatch $Check['Body']) {
        $expected = "a body that matches $($Check['Body'])"
    }
    elseif ($Check['Header']) {
        $value = [string] $Answer.Headers[$Check['Header'].ToLowerInvariant()]
        if (-not $value -or ($Check['HeaderValue'] -and $value -cne $Check['HeaderValue'])) {
            $expected = "the header $($Check['Header']): $($Check['HeaderValue'])".TrimEnd(': ')
            $found = if ($value) { "$($Check['Header']): $value" } else { "$($Answer.Status) without that header" }
        }
    }
    if ($expected) {
        [PSCustomObject]@{ Expected = $expected; Found = $found.Trim() }
    }
}
