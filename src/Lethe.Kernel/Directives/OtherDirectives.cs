namespace Lethe.Kernel.Directives;

/// <summary>What to say to a directive that other kernels have and this one has not.</summary>
internal static class OtherDirectives
{
    private const string AddsOne = "Use a library instead: #r \"nuget: NAME\" adds one.";

    public static string Sentence(CellPart.Directive part) =>
        part.Name.ToLowerInvariant() switch
        {
            "#!fsharp" or "#!f#" or "#!fs" =>
                "Cells here are C#, not F#. Rewrite the cell in C# (`let x = 1` is `var x = 1;`, `printfn` is `Console.WriteLine`), or "
                    + "keep F# in a library and add it: #r \"path.dll\".",
            "#!pwsh" or "#!powershell" or "#!bash" or "#!sh" or "#!cmd" =>
                "Cells here are C#, not a shell. Directory.GetFiles(\".\") lists files, File.Copy and File.Delete work on them, and "
                    + "System.Diagnostics.Process.Start(\"pwsh\", [\"-Command\", \"…\"]) runs a shell that is installed.",
            "#!python" or "#!py" or "#!r" or "#!julia" =>
                $"Cells here are C#: there is no {part.Name}. Rewrite the cell in C#, or run it in a notebook with a kernel of its own.",
            "#!connect" => $"This kernel connects to no other: cells are C# alone. {Library(part.Arguments)}",
            "#!sql" => $"Cells here are C#: there is no {part.Name}. {Library("")}",
            "#!http" => "Cells here are C#: there is no #!http. `await new HttpClient().GetStringAsync(\"…\")` asks a server.",
            "#!kql" => $"Cells here are C#: there is no {part.Name}. {Library(part.Name)}",
            "#!whos-all" or "#!nteract" or "#!log" => $"{part.Name} has no use here: leave it out.",
            _ => $"There is no directive {part.Name} here. #!lsmagic lists those that are.",
        };

    private static string Library(string connection) =>
        connection.TrimStart('#', '!').Split(' ', 2)[0].ToLowerInvariant() switch
        {
            "mssql" or "" => "For a database use its library, for example #r \"nuget: Microsoft.Data.SqlClient\".",
            "postgresql" or "postgres" => "For PostgreSQL use its library: #r \"nuget: Npgsql\".",
            "sqlite" => "For SQLite use its library: #r \"nuget: Microsoft.Data.Sqlite\".",
            "duckdb" => "For DuckDB use its library: #r \"nuget: DuckDB.NET.Data.Full\".",
            "kql" => "For Kusto use its library: #r \"nuget: Microsoft.Azure.Kusto.Data\".",
            "jupyter" => "Open another notebook with that kernel, and hand data over in a file.",
            _ => AddsOne,
        };
}
