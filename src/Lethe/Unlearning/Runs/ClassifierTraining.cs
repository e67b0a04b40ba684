using Lethe.Models;
using Lethe.Training;

namespace Lethe.Unlearning.Runs;

/// <summary>Everything that decides a trained classifier but its seed and the class it never saw.</summary>
/// <param name="Device">CPU or CUDA: their results differ.</param>
internal sealed record ClassifierTraining(string Data, int Train, ModelSpec Network, TrainingRecipe Recipe, string Device);
