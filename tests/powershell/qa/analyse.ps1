# Reads PowerShell files by the real parser and tells, as JSON, what the rules are about. It judges nothing.
# A file may be given by a folder (all *.ps1 below it). Runs none of what it reads.
# Brief is for rendered scripts, whose functions are known already: errors, steps and modern syntax alone.
param([string[]] $Path, [switch] $Brief)

$ErrorActionPreference = 'Stop'

function Find-Ast {
    param([object] $Root, [string[]] $Kind)

    # One walk a file: a script block for each node is what takes the time.
    if ($script:root -ne $Root) {
        $script:root = $Root
        $script:nodes = @{}
        foreach ($node in $Root.FindAll({ $true }, $true)) {
            $name = $node.GetType().Name
            if (-not $script:nodes.ContainsKey($name)) {
                $script:nodes[$name] = New-Object -TypeName System.Collections.ArrayList
            }
            $null = $script:nodes[$name].Add($node)
        }
    }
    foreach ($name in $Kind) {
        if ($script:nodes.ContainsKey($name)) {
            $script:nodes[$name]
        }
    }
}

function Get-Place {
    param([object] $Node)

    @{
        line = $Node.Extent.StartLineNumber; offset = $Node.Extent.StartOffset
        text = $Node.Extent.Text.Split("`n")[0].Trim()
    }
}

function Get-Call {
    param([object] $Command, [string] $Function)

    $parameters = @()
    $positional = 0
    $isArgument = $false
    foreach ($element in @($Command.CommandElements | Select-Object -Skip 1)) {
        if ($element.GetType().Name -eq 'CommandParameterAst') {
            $parameters += $element.ParameterName
            $isArgument = $null -eq $element.Argument
            continue
        }
        $isSplat = $element.GetType().Name -eq 'VariableExpressionAst' -and $element.Splatted
        if (-not $isArgument -and -not $isSplat) {
            $positional++
        }
        $isArgument = $false
    }
    $first = $Command.CommandElements[0]
    @{
        function   = $Function
        name       = $Command.GetCommandName()
        dynamic    = if ($null -eq $Command.GetCommandName()) { $first.Extent.Text } else { $null }
        line       = $Command.Extent.StartLineNumber
        parameters = [object[]] $parameters
        positional = $positional
        text       = $Command.Extent.Text
    }
}

function Get-Parameter {
    param([object] $Parameter)

    $mandatory = $false
    $set = $null
    foreach ($attribute in $Parameter.Attributes) {
        if ($attribute.TypeName.Name -eq 'Parameter') {
            foreach ($argument in $attribute.NamedArguments) {
                $mandatory = $mandatory -or ($argument.ArgumentName -eq 'Mandatory' -and $argument.Argument.Extent.Text -ne '$false')
            }
        }
        if ($attribute.TypeName.Name -eq 'ValidateSet') {
            $set = [object[]] @($attribute.PositionalArguments | ForEach-Object -Process { $_.Value })
        }
    }
    @{
        name = $Parameter.Name.VariablePath.UserPath; mandatory = $mandatory; set = $set
        type = $Parameter.StaticType.Name; hasType = @($Parameter.Attributes | Where-Object -FilterScript {
                $_.GetType().Name -eq 'TypeConstraintAst' }).Count -gt 0
    }
}

function Get-FunctionFact {
    param([object] $Function)

    $help = $Function.GetHelpContent()
    $block = $Function.Body.ParamBlock
    $attributes = @(if ($null -ne $block) { $block.Attributes })
    $binding = @($attributes | Where-Object -FilterScript { $_.TypeName.Name -eq 'CmdletBinding' })
    @{
        name           = $Function.Name
        parameters     = [object[]] @(if ($null -ne $block) { $block.Parameters | ForEach-Object -Process { Get-Parameter -Parameter $_ } })
        isAdvanced     = $binding.Count -gt 0
        shouldProcess  = "$($binding | ForEach-Object -Process { $_.Extent.Text })" -match 'SupportsShouldProcess'
        hasOutputType  = @($attributes | Where-Object -FilterScript { $_.TypeName.Name -eq 'OutputType' }).Count -gt 0
        synopsis       = if ($help) { "$($help.Synopsis)".Trim() } else { '' }
        description    = if ($help) { "$($help.Description)".Trim() } else { '' }
        helpParameters = [object[]] @(if ($help) { $help.Parameters.Keys })
        emptyHelp      = [object[]] @(if ($help) { $help.Parameters.Keys | Where-Object -FilterScript { -not "$($help.Parameters[$_])".Trim() } })
        examples       = if ($help) { @($help.Examples).Count } else { 0 }
        outputs        = if ($help) { @($help.Outputs).Count } else { 0 }
    }
}

function Test-InText {
    param([object] $Node)

    for ($parent = $Node.Parent; $null -ne $parent; $parent = $parent.Parent) {
        if ($parent.GetType().Name -eq 'ExpandableStringExpressionAst') {
            return $true
        }
    }
    $false
}

function Get-OwnerName {
    param([object] $Node)

    for ($parent = $Node.Parent; $null -ne $parent; $parent = $parent.Parent) {
        if ($parent.GetType().Name -eq 'FunctionDefinitionAst') {
            return $parent.Name
        }
    }
}

function Get-TypeName {
    param([object] $Root)

    foreach ($node in Find-Ast -Root $Root -Kind 'TypeExpressionAst', 'TypeConstraintAst') {
        @{ name = $node.TypeName.FullName; line = $node.Extent.StartLineNumber }
    }
    # A type may be named by text: New-Object -TypeName 'X'.
    foreach ($node in Find-Ast -Root $Root -Kind 'StringConstantExpressionAst') {
        if ($node.Value -match '^(System|Microsoft)\.[A-Za-z.]+$') {
            @{ name = $node.Value; line = $node.Extent.StartLineNumber }
        }
    }
}

function Get-ModernSyntax {
    param([object] $Root, [object[]] $Tokens)

    foreach ($node in Find-Ast -Root $Root -Kind 'TernaryExpressionAst', 'PipelineChainAst') {
        Get-Place -Node $node
    }
    foreach ($node in Find-Ast -Root $Root -Kind 'MemberExpressionAst', 'InvokeMemberExpressionAst', 'IndexExpressionAst') {
        if ($node.NullConditional) {
            Get-Place -Node $node
        }
    }
    foreach ($token in $Tokens) {
        if ($script:modernKinds -contains $token.Kind) {
            @{ line = $token.Extent.StartLineNumber; text = $token.Text }
        }
    }
}

function Get-StepCall {
    param([object] $Command)

    $pairs = @{}
    $table = $Command.CommandElements[2]
    foreach ($pair in $table.KeyValuePairs) {
        $value = $pair.Item2.Extent.Text
        $pairs[$pair.Item1.Extent.Text.Trim("'")] = if ($value -match "^'(?<text>[^']*)'$") { $Matches['text'] } else { $null }
    }
    @{ step = $Command.CommandElements[1].Value; line = $Command.Extent.StartLineNumber; parameters = $pairs }
}

function Get-TableCall {
    param([object] $Root)

    foreach ($table in Find-Ast -Root $Root -Kind 'HashtableAst') {
        foreach ($pair in $table.KeyValuePairs) {
            $value = $pair.Item2
            if ($value.GetType().Name -eq 'PipelineAst' -and $value.PipelineElements[-1].GetType().Name -eq 'CommandAst') {
                @{ name = $value.PipelineElements[-1].GetCommandName(); line = $value.Extent.StartLineNumber }
            }
        }
    }
}

function Get-FileFact {
    param([string] $File)

    $tokens = $null
    $errors = $null
    $root = [System.Management.Automation.Language.Parser]::ParseFile($File, [ref] $tokens, [ref] $errors)
    $commands = @(Find-Ast -Root $root -Kind 'CommandAst')
    $fact = @{
        file         = $File
        errors       = [object[]] @($errors | ForEach-Object -Process { "$($_.Extent.StartLineNumber): $($_.Message)" })
        modern       = [object[]] @(Get-ModernSyntax -Root $root -Tokens $tokens)
        steps        = [object[]] @($commands | Where-Object -FilterScript { $_.GetCommandName() -eq 'Invoke-Step' -and
                    $_.CommandElements.Count -eq 3 -and $_.CommandElements[2].GetType().Name -eq 'HashtableAst' } |
                ForEach-Object -Process { Get-StepCall -Command $_ })
    }
    if ($Brief) {
        return $fact
    }
    $fact + @{
        functions    = [object[]] @(Find-Ast -Root $root -Kind 'FunctionDefinitionAst' |
                ForEach-Object -Process { Get-FunctionFact -Function $_ })
        topLevel     = @($root.EndBlock.Statements).Count
        commands     = [object[]] @($commands | ForEach-Object -Process { Get-Call -Command $_ -Function (Get-OwnerName -Node $_) })
        types        = [object[]] @(Get-TypeName -Root $root)
        methods      = [object[]] @(Find-Ast -Root $root -Kind 'InvokeMemberExpressionAst' |
                ForEach-Object -Process { @{ target = $_.Expression.Extent.Text; name = $_.Member.Extent.Text; line = $_.Extent.StartLineNumber } })
        tableCalls   = [object[]] @(Get-TableCall -Root $root)
        emptyCatches = [object[]] @(Find-Ast -Root $root -Kind 'CatchClauseAst' |
                Where-Object -FilterScript { $_.Body.Statements.Count -eq 0 } | ForEach-Object -Process { $_.Extent.StartLineNumber })
        variables    = [object[]] @(Find-Ast -Root $root -Kind 'VariableExpressionAst' |
                ForEach-Object -Process { @{ name = $_.VariablePath.UserPath; line = $_.Extent.StartLineNumber } })
        statements   = [object[]] @(Find-Ast -Root $root -Kind 'PipelineAst', 'AssignmentStatementAst', 'ThrowStatementAst', 'ReturnStatementAst',
                'BreakStatementAst', 'ContinueStatementAst' |
                Where-Object -FilterScript { $_.Parent.GetType().Name -eq 'NamedBlockAst' -or $_.Parent.GetType().Name -eq 'StatementBlockAst' } |
                Where-Object -FilterScript { -not (Test-InText -Node $_) } |
                ForEach-Object -Process { Get-Place -Node $_ })
    }
}

$script:root = $null
$script:modernKinds = [System.Management.Automation.Language.TokenKind[]] @(
    'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr')
$files = foreach ($entry in $Path) {
    if ([System.IO.Directory]::Exists($entry)) {
        [System.IO.Directory]::GetFiles($entry, '*.ps1', 'AllDirectories')
    }
    else {
        $entry
    }
}
ConvertTo-Json -InputObject ([object[]] @($files | ForEach-Object -Process { Get-FileFact -File $_ })) -Depth 8 -Compress
