using Lethe.Detection.Detectors;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Explain;

/// <summary>Where in a picture a detector sees a forgery: Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391, equations 1 and 2).</summary>
public static class GradCam
{
    private const int FewestPlaces = 6; // fewer would be a blot on the face

    /// <param name="detector">Its weights and its mode stay as they are.</param>
    /// <param name="images">N x 3 x H x W, normalised, float32.</param>
    /// <param name="level">Position in <see cref="DetectorOutput.Levels"/>, of a map. Deep ones know more, shallow ones show finer
    /// places.</param>
    /// <returns>N x H x W, float32, from 0 on: how much each place raised the logit of fake. In the caller's scope.</returns>
    /// <exception cref="LetheException">There is no such level, or it is no map (<see cref="ExitCode.Usage"/>).</exception>
    public static Tensor Of(Detector detector, Tensor images, int level)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var wasTraining = detector.training;
        detector.eval(); // normalisation by the batch would mix its pictures
        try
        {
            var seen = detector.Look(images.detach().requires_grad_(true));
            var maps = Maps(seen);
            var map = maps.Contains(level)
                ? seen.Levels[level]
                : throw LetheException.Usage($"{detector.Spec} has no map at level {level}. Its maps: {string.Join(", ", maps)}.");
            var gradient = autograd.grad([seen.Logits.select(1, 1).sum([0])], [map])[0];
            // Equation 1: alpha_k = 1/Z sum_ij dy/dA^k_ij
            var weights = gradient.mean([2, 3], keepdim: true);
            // Equation 2: L = ReLU(sum_k alpha_k A^k)
            var heat = (weights * map).sum([1], keepdim: true).relu().to(ScalarType.Float32).contiguous();
            return functional
                .interpolate(heat, [images.shape[2], images.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false)
                .squeeze(1)
                .detach()
                .MoveToOuterDisposeScope();
        }
        finally
        {
            detector.train(wasTraining);
        }
    }

    /// <summary>The deepest level that still tells 6 x 6 places apart; if there is none, the finest map.</summary>
    public static int Level(DetectorOutput seen)
    {
        var maps = Maps(seen);
        var deep = maps.FindLastIndex(level => seen.Levels[level].shape[2..].Min() >= FewestPlaces);
        return maps[Math.Max(0, deep)];
    }

    private static List<int> Maps(DetectorOutput seen) =>
        [.. Enumerable.Range(0, seen.Levels.Count).Where(level => seen.Levels[level].dim() == 4)];
}
