namespace Lethe.Training.Pickles;

/// <summary>
/// Finds a network's tensors in what a file of PyTorch holds: a dictionary of them, or a checkpoint with one among other things (epoch,
/// best accuracy, the optimiser's numbers). Where there could be two, nothing is guessed.
/// </summary>
internal static class StateDict
{
    private const int Deepest = 2;

    public const string Advice = "Save the state_dict alone, in Python: torch.save(model.state_dict(), \"weights.pth\")";

    /// <exception cref="InvalidDataException">There is none, or more than one.</exception>
    public static IReadOnlyDictionary<string, PickledTensor> Of(object? root)
    {
        if (root is not Dictionary<string, object?> whole)
        {
            throw new InvalidDataException($"it is no dictionary of tensors. {Advice}");
        }
        if (IsAllTensors(whole))
        {
            return Tensors(whole);
        }
        List<(string Name, Dictionary<string, object?> Inner)> level = [("", whole)];
        // one dictionary may stand in a thousand places, and in itself
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { whole };
        for (var depth = 0; depth < Deepest; depth++)
        {
            level = [.. level.SelectMany(static outer => Parts(outer.Name, outer.Inner)).Where(inner => seen.Add(inner.Inner))];
            var found = level.Where(static inner => inner.Inner.Count > 0 && IsAllTensors(inner.Inner)).ToList();
            if (found is [var only])
            {
                return Tensors(only.Inner);
            }
            if (found.Count > 1)
            {
                throw new InvalidDataException(
                    $"it holds {found.Count} dictionaries of tensors, "
                        + $"{string.Join(", ", found.Take(4).Select(static inner => PickleSource.Shown(inner.Name)))}. Save the "
                        + $"one you mean alone, in Python: torch.save(torch.load(\"the file\"){Index(found[0].Name)}, \"weights.pth\")"
                );
            }
        }
        var odd = whole.First(static named => named.Value is not PickledTensor).Key;
        throw new InvalidDataException($"{PickleSource.Shown(odd)} in it is no tensor. {Advice}");
    }

    // The moments of an optimiser are tensors too, but no weights; it numbers them.
    private static IEnumerable<(string Name, Dictionary<string, object?> Inner)> Parts(string name, Dictionary<string, object?> outer) =>
        outer
            .Where(static named =>
                named.Value is Dictionary<string, object?>
                && !named.Key.Contains("optim", StringComparison.OrdinalIgnoreCase)
                && !named.Key.All(char.IsAsciiDigit)
            )
            .Select(named => (name.Length > 0 ? $"{name}.{named.Key}" : named.Key, (Dictionary<string, object?>)named.Value!));

    private static string Index(string name) => string.Concat(name.Split('.').Select(static part => $"[\"{PickleSource.Shown(part)}\"]"));

    /// <summary>The keys of the storages that tensors lie in; an optimiser's, which may be twice as large, are not read.</summary>
    public static HashSet<string> Storages(IReadOnlyDictionary<string, PickledTensor> named) =>
        [.. named.Values.Select(static tensor => tensor.Storage.Key)];

    public static Dictionary<string, Tensor> Over(
        IReadOnlyDictionary<string, PickledTensor> named,
        IReadOnlyDictionary<string, Tensor> storages
    ) => named.ToDictionary(static pair => pair.Key, pair => pair.Value.In(storages[pair.Value.Storage.Key]));

    // An empty dictionary has no tensor that is none.
    private static bool IsAllTensors(Dictionary<string, object?> named) => named.Values.All(static value => value is PickledTensor);

    private static Dictionary<string, PickledTensor> Tensors(Dictionary<string, object?> named) =>
        named.ToDictionary(static pair => pair.Key, static pair => (PickledTensor)pair.Value!);
}
