using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>Group normalisation (Wu and He, ECCV 2018) with float32 weights, in the type of its input. torch's own module, as this version
/// binds it, leaves its weights uninitialised.</summary>
internal sealed class GroupNormalization : Layer
{
    private readonly Parameter weight; // channels
    private readonly Parameter bias; // channels
    private readonly int groups;
    private readonly double epsilon;

    public GroupNormalization(int groups, int channels, double epsilon)
        : base(nameof(GroupNormalization))
    {
        (this.groups, this.epsilon) = (groups, epsilon);
        (weight, bias) = (new Parameter(ones(channels)), new Parameter(zeros(channels)));
        RegisterComponents();
    }

    // Channels-last, torch's kernel for the CPU takes thirty times as long as the two copies to and fro.
    protected override Tensor Run(Tensor x) => functional.group_norm(x.contiguous(), groups, weight.Like(x), bias.Like(x), epsilon);
}
