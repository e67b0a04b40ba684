using Lethe.Models;
using TorchSharp.Modules;

namespace Lethe.Training;

/// <summary>The part of a network that a training changes. The rest gets no gradient, and its modules, batch normalisation among them, are
/// in evaluation mode, so that it stays to the last bit.</summary>
/// <param name="prefixes">Beginnings of the names of parameters; empty for all.</param>
internal sealed class TrainedPart(Classifier model, IReadOnlyList<string> prefixes)
{
    private readonly Parameter[] frozen =
    [
        .. model.named_parameters().Where(pair => prefixes.Count > 0 && !Holds(prefixes, pair.name)).Select(static pair => pair.parameter),
    ];

    public IEnumerable<Parameter> Parameters => model.parameters().Where(p => !frozen.Contains(p, ReferenceEqualityComparer.Instance));

    /// <summary>Into training mode.</summary>
    public void Begin()
    {
        foreach (var parameter in frozen)
        {
            parameter.requires_grad = false;
        }
        model.train();
        if (prefixes.Count == 0)
        {
            return;
        }
        foreach (var (name, module) in model.named_modules())
        {
            if (
                name.Length > 0
                && !Holds(prefixes, $"{name}.")
                && !prefixes.Any(prefix => prefix.StartsWith($"{name}.", StringComparison.Ordinal))
            )
            {
                module.eval();
            }
        }
    }

    /// <summary>Into evaluation mode.</summary>
    public void End()
    {
        foreach (var parameter in frozen)
        {
            parameter.requires_grad = true;
        }
        model.eval();
    }

    private static bool Holds(IReadOnlyList<string> prefixes, string name) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
