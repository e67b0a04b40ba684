using Lethe.Models;

namespace Lethe.Training;

/// <summary>What a network begins its training with: random weights, or those that its architecture names.</summary>
public static class StartingWeights
{
    /// <summary>A network on the CPU; its random weights come from torch's global generator.</summary>
    /// <exception cref="LetheException">As <see cref="ModelCatalog.Create"/>; NotFound, BadFile: weights that are to be had with
    /// <c>lethe data get</c>.</exception>
    public static Classifier Create(ModelSpec spec)
    {
        var model = ModelCatalog.Create(spec);
        if (ModelCatalog.All.Get(spec.Architecture).Pretrained is null)
        {
            return model;
        }
        try
        {
            ImageNetResNet.Fill(model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
