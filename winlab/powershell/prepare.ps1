# Runs once in each new session, before the client's first command: makes the runspace look like Windows.
param(
    [string] $Root,             # the folder of the host
    [string] $Sources,          # winlab/powershell
    [string] $Cache,            # a folder of its own for this version of the sources
    [string] $Telling           # the method to ask after each step whether the script stands still there, or nothing
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$target = "$Cache-$($PSVersionTable.PSVersion)"
if (-not [System.IO.Directory]::Exists($target)) {
    # Compiled beside its place and renamed: two sessions that start together must not see half a file.
    $work = "$target.$PID"
    $null = [System.IO.Directory]::CreateDirectory($work)
    $shared = [System.IO.Directory]::GetFiles("$Sources/csharp/shared", '*.cs')
    Add-Type -Path ($shared + [System.IO.Directory]::GetFiles("$Sources/csharp/providers", '*.cs')) `
        -OutputAssembly "$work/Winlab.dll" -CompilerOptions '-define:WINLAB' -IgnoreWarnings
    Add-Type -Path ($shared + [System.IO.Directory]::GetFiles("$Sources/csharp/iis", '*.cs')) `
        -OutputAssembly "$work/Microsoft.Web.Administration.dll" -IgnoreWarnings
    try {
        [System.IO.Directory]::Move($work, $target)
    }
    catch [System.IO.IOException] {
        if (-not [System.IO.Directory]::Exists($target)) { throw }
        [System.IO.Directory]::Delete($work, $true)
    }
}
Import-Module -Name "$target/Winlab.dll" -Global

# A shell script that starts the engine drops variables with such a name.
[System.Environment]::SetEnvironmentVariable('ProgramFiles(x86)', 'C:\Program Files (x86)')
foreach ($folder in [System.IO.Directory]::GetDirectories($Root)) {
    $name = [System.IO.Path]::GetFileName($folder)
    if ($name -match '^[A-Z]$' -and -not (Test-Path -LiteralPath "${name}:")) {
        $null = New-PSDrive -Name $name -PSProvider 'FileSystem' -Root $folder -Scope Global
    }
}
$null = New-PSDrive -Name 'HKLM' -PSProvider 'Winlab\Registry' -Root 'HKEY_LOCAL_MACHINE' -Scope Global
$null = New-PSDrive -Name 'Cert' -PSProvider 'Winlab\Certificate' -Root '' -Scope Global

foreach ($file in [System.IO.Directory]::GetFiles("$Sources/cmdlets", '*.ps1')) {
    . ([scriptblock]::Create([System.IO.File]::ReadAllText($file)))
}
if ($Telling) {
    $global:WinlabTelling = $Telling
    function global:Invoke-LabStep {
        try {
            & (Get-Command -Name 'Invoke-Step' -CommandType Function) @args
        }
        finally {
            if ([Winlab.Rpc]::Call($global:WinlabTelling, @{ when = 'job'; phase = [string] $IisFleet.Phase })) {
                Start-Sleep -Seconds 3600
            }
        }
    }
    Set-Alias -Name 'Invoke-Step' -Value 'Invoke-LabStep' -Scope Global     # goes before the function
}
$target
