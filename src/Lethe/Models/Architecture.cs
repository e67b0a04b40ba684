using Lethe.Runtime;

namespace Lethe.Models;

/// <summary>A kind of network.</summary>
/// <param name="Build">From a spec that names it; a freshly initialised network on the CPU.</param>
public sealed record Architecture<T>(string Name, string Title, Func<ModelSpec, T> Build) : IEntry;
