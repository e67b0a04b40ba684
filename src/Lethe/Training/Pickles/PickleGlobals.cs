namespace Lethe.Training.Pickles;

/// <summary>The names that a pickle may ask for. Nothing of Python's runs: a function stands for what the kit does.</summary>
internal static class PickleGlobals
{
    public delegate object Function(object?[] arguments);

    /// <summary>A <see cref="Function"/> to call, or the type of the numbers in a storage class.</summary>
    /// <exception cref="InvalidDataException">Refused.</exception>
    public static object Named(string module, string name) =>
        (module, name) switch
        {
            ("collections", "OrderedDict") => (Function)OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2") => (Function)PickledTensor.Of,
            ("torch._utils", "_rebuild_parameter") => (Function)Parameter,
            ("torch", _) when StoredNumbers.Stored(name) is { } type => type,
            _ => throw new InvalidDataException(
                $"its pickle asks for {PickleSource.Shown(module)}.{PickleSource.Shown(name)}, which is no part of a "
                    + $"dictionary of tensors: nothing was run. {StateDict.Advice}"
            ),
        };

    private static Dictionary<string, object?> OrderedDict(object?[] arguments) =>
        arguments.Length == 0 ? [] : throw Unfit("OrderedDict", arguments);

    // _rebuild_parameter: the tensor in it, whether it learns, hooks (none).
    private static PickledTensor Parameter(object?[] arguments) =>
        arguments is [PickledTensor tensor, bool, null or Dictionary<string, object?> { Count: 0 }]
            ? tensor
            : throw Unfit("_rebuild_parameter", arguments);

    private static InvalidDataException Unfit(string function, object?[] arguments) =>
        new($"its pickle calls {function} with {arguments.Length} arguments that it does not take: nothing was run");
}
