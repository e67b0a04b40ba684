namespace Lethe.Kernel.Directives;

/// <summary>What to say to a directive that other kernels have and this one has not.</summary>
internal static class OtherDirectives
{
    public static string Sentence(string name) =>
        name.ToLowerInvariant() switch
        {
            "#!fsharp" or "#!f#" or "#!fs" =>
                "Cells here are C#, not F#. Rewrite the cell in C#, or open the notebook with a kernel for F#.",
            "#!pwsh" or "#!powershell" or "#!bash" or "#!sh" or "#!cmd" =>
                "Cells here are C#, not a shell. System.Diagnostics.Process.Start(\"ls\") starts a program; "
                    + "Directory.GetFiles(\".\") lists files.",
            "#!python" or "#!py" or "#!r" or "#!julia" =>
                $"Cells here are C#: there is no {name}. Rewrite the cell in C#, or run it in another notebook with a kernel of its own.",
            "#!sql" or "#!kql" or "#!http" or "#!connect" =>
                $"Cells here are C#: there is no {name}. Use a library instead: #r \"nuget: NAME\" adds one.",
            "#!share" or "#!set" or "#!value" =>
                $"There is only one language here, so {name} is not needed: every cell sees the variables of the cells before it.",
            "#!whos-all" or "#!nteract" or "#!meta" => $"{name} has no use here: leave it out.",
            _ => $"There is no directive {name} here. #!lsmagic lists those that are.",
        };
}
