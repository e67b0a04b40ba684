using Lethe.Metrics;
using Lethe.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>The invented features and head of <c>tests/reference/lau_reimplementation.py</c>, from the same random numbers.</summary>
internal sealed class ReferenceWorld : IDisposable
{
    private const int Classes = 10,
        Size = 32,
        Forget = 8,
        Forgotten = 640,
        Others = 50;

    private readonly RandomStream random = new(7);
    private readonly Tensor retain,
        retainLabels;

    public ReferenceWorld()
    {
        Head = nn.Linear(Size, Classes);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var means = Normals(Classes).relu();
        Head.weight!.copy_(means / 0.81);
        Head.bias!.copy_(means.square().sum(1) / -1.62);
        Features = Draw(Forget, Forgotten).DetachFromDisposeScope();
        Labels = full(Forgotten, (long)Forget, ScalarType.Int64).DetachFromDisposeScope();
        long[] others = [.. Enumerable.Range(0, Classes).Where(static label => label != Forget)];
        retain = cat([.. others.Select(label => Draw(label, Others))]).DetachFromDisposeScope();
        retainLabels = tensor(others).repeat_interleave(Others).DetachFromDisposeScope();

        Tensor Draw(long label, int count) => (means[label] + (Normals(count) * 0.9)).relu();
    }

    public Linear Head { get; }

    public Tensor Features { get; }

    public Tensor Labels { get; }

    public double OnForget => Accuracy.Of(Head.forward(Features), Labels);

    public double OnRetain => Accuracy.Of(Head.forward(retain), retainLabels);

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[Features, Labels, retain, retainLabels])
        {
            tensor.Dispose();
        }
        Head.Dispose();
    }

    // Nearly normal: twelve uniform numbers less six.
    private Tensor Normals(int rows) =>
        tensor([.. Enumerable.Range(0, rows * Size).Select(_ => (float)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6))])
            .reshape(rows, Size);
}
