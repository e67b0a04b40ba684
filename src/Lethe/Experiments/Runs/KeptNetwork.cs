using System.Security.Cryptography;
using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>What a trained network is kept under in <see cref="LetheHome.Models"/>.</summary>
/// <param name="Name">Begins the file's name.</param>
/// <param name="Identity">A record of all that decides it.</param>
public sealed record KeptNetwork(string Name, object Identity)
{
    /// <summary>The identity as text, from which the file has the rest of its name.</summary>
    public string Text => JsonSerializer.Serialize(Settings.Of(Identity));

    public string Path =>
        field ??= System.IO.Path.Combine(
            LetheHome.Models,
            $"{Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..12]}.safetensors"
        );

    /// <summary>True if nothing has to be trained.</summary>
    public bool IsThere => File.Exists(Path);
}
