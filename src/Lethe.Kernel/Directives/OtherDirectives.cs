namespace Lethe.Kernel.Directives;

/// <summary>What to say to a directive that other kernels have and this one has not.</summary>
internal static class OtherDirectives
{
    public static string Sentence(string name) => name.ToLowerInvariant() switch
    {
        "#!fsharp" or "#!f#" or "#!fs" =>
            "Cells here are C#: F# is not spoken. Rewrite the cell in C#, or open the notebook with a kernel that speaks F#.",
        "#!pwsh" or "#!powershell" or "#!bash" or "#!sh" or "#!cmd" =>
            "Cells here are C#, not a shell. System.Diagnostics.Process.Start(\"ls\") starts a program; Directory.GetFiles(\".\") lists files.",
        "#!python" or "#!py" or "#!r" or "#!julia" =>
            $"Cells here are C#: {name} is not spoken. Rewrite the cell in C#, or run it in a notebook of its own with its own kernel.",
        "#!sql" or "#!kql" or "#!http" or "#!connect" =>
            $"Cells here are C#: there is no {name}. A library does it: #r \"nuget: NAME\" adds one.",
        "#!share" or "#!set" or "#!value" =>
            $"There is one language here, so nothing is shared: {name} is not needed. A variable of one cell is there in the next.",
        "#!whos-all" or "#!nteract" or "#!meta" => $"{name} has no use here: leave it out.",
        _ => $"There is no directive {name} here. #!lsmagic lists those that are.",
    };
}
