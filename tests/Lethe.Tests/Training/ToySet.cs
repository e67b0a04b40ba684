using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using TorchSharp;

namespace Lethe.Tests.Training;

/// <summary>Images that a tiny network tells apart in a few steps: each class has its own bright quarter, under noise.</summary>
internal static class ToySet
{
    public const int Classes = 4;

    public static ModelSpec Tiny(string architecture = "resnet18") => new(architecture, Classes, 0.125);

    /// <param name="normalization">Null for mean and spread 1/2.</param>
    public static ImageDataset Create(int count = 64, int seed = 1, Normalization? normalization = null, string name = "toy")
    {
        var random = RandomStream.For(seed, "toy");
        var (pixels, labels) = (new byte[count * 3 * 32 * 32], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var label = i % Classes;
            labels[i] = label;
            for (var p = 0; p < 3 * 32 * 32; p++)
            {
                var (row, column) = (p / 32 % 32, p % 32);
                var quarter = (row / 16 * 2) + (column / 16);
                pixels[(i * 3 * 32 * 32) + p] = (byte)(random.Next(100) + (quarter == label ? 150 : 0));
            }
        }
        return new(
            name,
            torch.tensor(pixels, torch.ScalarType.Byte).view(count, 3, 32, 32),
            torch.tensor(labels),
            ["a", "b", "c", "d"],
            normalization ?? new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f])
        );
    }

    /// <summary>The same initial weights every time.</summary>
    public static Classifier Model(string architecture = "resnet18", int seed = 7)
    {
        torch.manual_seed(seed);
        return ModelCatalog.Create(Tiny(architecture));
    }

    public static ForgetSplit Split(int forgetClass = 1, int train = 64, int test = 32) =>
        ForgetSplit.ByClass(new(Create(train), Create(test, seed: 2), IsStandIn: false, "toy"), forgetClass);
}
