namespace Lethe.Runtime;

/// <summary>The one dial of an experiment: the same code on more data, wider networks and longer recipes. What it means for a thing, the
/// thing says.</summary>
public sealed class Profile
{
    private readonly int place;

    private Profile(string name, int place) => (Name, this.place) = (name, place);

    public static Profile Smoke { get; } = new("smoke", 0);

    public static Profile Quick { get; } = new("quick", 1);

    public static Profile Small { get; } = new("small", 2);

    public static Profile Paper { get; } = new("paper", 3);

    public static IReadOnlyList<Profile> All { get; } = [Smoke, Quick, Small, Paper];

    public string Name { get; }

    /// <summary>True if its numbers may stand beside the papers': real architectures on whole data sets, the papers' recipes.</summary>
    public bool IsComparable => this == Paper;

    /// <summary>True where a few thousand images have to do, and seconds or minutes.</summary>
    public bool IsTiny => this == Smoke || this == Quick;

    /// <exception cref="LetheException">Usage: no such name.</exception>
    public static Profile Get(string name) =>
        All.FirstOrDefault(profile => profile.Name == name)
        ?? throw LetheException.Usage($"There is no profile '{name}'. Known: {string.Join(", ", All)}.");

    /// <summary>One of four, by profile.</summary>
    public T Of<T>(T smoke, T quick, T small, T paper) =>
        place switch
        {
            0 => smoke,
            1 => quick,
            2 => small,
            _ => paper,
        };

    public override string ToString() => Name;
}
