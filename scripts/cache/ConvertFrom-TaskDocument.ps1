function ConvertFrom-TaskDocument {
    <#
    .SYNOPSIS
    Reads the XML of a scheduled task that runs a script file into its properties.
    .DESCRIPTION
    Task Scheduler leaves out what is its default and writes the rest as it likes: properties can be compared, text
    cannot. at and days are those of the only trigger, if it is a time of day on some days of each week; whatever
    else starts the task stands in days. script is the hash of the file if New-TaskCommand made the command, else
    the beginning of the command.
    .PARAMETER Xml
    The document.
    .PARAMETER File
    The script file.
    .EXAMPLE
    ConvertFrom-TaskDocument -Xml (Export-ScheduledTask -TaskName 'x' -TaskPath '\') -File 'C:\x\job.ps1'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Xml,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $File
    )

    $document = New-Object -TypeName System.Xml.XmlDocument
    $document.XmlResolver = $null
    $document.LoadXml($Xml)
    $task = $document.DocumentElement
    $commands = @($task.SelectNodes('*[local-name()="Actions"]/*') | ForEach-Object -Process {
            $command = Get-TaskText -Element $_ -Name 'Command' -Default $_.LocalName
            "$command $(Get-TaskText -Element $_ -Name 'Arguments' -Default '')".TrimEnd()
        })
    $limit = Get-TaskText -Element $task -Name 'Settings/ExecutionTimeLimit' -Default 'PT72H'
    $account = Get-TaskText -Element $task -Name 'Principals/Principal/UserId' -Default ''
    try {
        $account = Resolve-AccountSid -Name $account
    }
    catch {
        # An account that was removed since: its name says more than an error.
        Write-Verbose -Message $_.Exception.Message
    }
    $properties = @{
        account       = $account
        runLevel      = Get-TaskText -Element $task -Name 'Principals/Principal/RunLevel' -Default 'LeastPrivilege'
        script        = Get-TaskScript -Command $commands -File $File
        enabled       = Get-TaskText -Element $task -Name 'Settings/Enabled' -Default 'true'
        timeLimit     = [string] [System.Xml.XmlConvert]::ToTimeSpan($limit)
        priority      = Get-TaskText -Element $task -Name 'Settings/Priority' -Default '7'
        instances     = Get-TaskText -Element $task -Name 'Settings/MultipleInstancesPolicy' -Default 'IgnoreNew'
        whenMissed    = Get-TaskText -Element $task -Name 'Settings/StartWhenAvailable' -Default 'false'
        notOnBattery  = Get-TaskText -Element $task -Name 'Settings/DisallowStartIfOnBatteries' -Default 'true'
        stopOnBattery = Get-TaskText -Element $task -Name 'Settings/StopIfGoingOnBatteries' -Default 'true'
        onlyIfIdle    = Get-TaskText -Element $task -Name 'Settings/RunOnlyIfIdle' -Default 'false'
    }
    $properties + (Get-TaskTime -Trigger @($task.SelectNodes('*[local-name()="Triggers"]/*')))
}
