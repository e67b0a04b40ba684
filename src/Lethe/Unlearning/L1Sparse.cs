using System.ComponentModel.DataAnnotations;

namespace Lethe.Unlearning;

/// <summary>
/// l1-sparse unlearning (Jia et al., NeurIPS 2023): Fine-tune on D_r with a penalty on the size of every weight that fades over the epochs.
/// </summary>
/// <remarks>
/// As in the authors' code (OPTML-Group/Unlearn-Sparse), which penalises biases and batch normalisation too. Its default weight of 0.2
/// belongs to other methods and destroys the network; 5e-4 is its example's. The penalty goes straight into the gradient, as
/// <c>gamma sign(theta)</c>: the sum over millions of weights need not be formed. The rate follows <see cref="FineTune"/>'s cosine.
/// </remarks>
public sealed record L1Sparse : IUnlearningMethod
{
    public string Name => "l1-sparse";

    public string Title => "l1-sparse";

    public bool IsInPaper => false;

    public bool IsRival => true;

    public DataAccess Reads => DataAccess.Retain;

    /// <summary>Everything but the penalty.</summary>
    public FineTune Training { get; init; } = new() { Epochs = 10 };

    /// <summary>a, the penalty's weight at first.</summary>
    [Range(0, double.MaxValue)]
    public double Weight { get; init; } = 5e-4;

    /// <summary>E_0, the last epochs, that have no penalty.</summary>
    public int FreeEpochs { get; init; }

    public SearchSpace Space =>
        SearchSpace
            .None.Log("weight", 1e-6, 1e-3, static (L1Sparse one, double value) => one with { Weight = value })
            .Log(
                "learningRate",
                1e-3,
                5e-2,
                static (L1Sparse one, double value) => one with { Training = one.Training with { LearningRate = value } }
            )
            .OneOf("epochs", [5, 10], static (L1Sparse one, int value) => one with { Training = one.Training with { Epochs = value } });

    public double Units(int forget, int retain) => Training.Units(forget, retain);

    public IUnlearningMethod For(Profile profile) => this with { Training = Training.Within(profile) };

    public void Unlearn(UnlearningTask task) =>
        Training.Train(
            task,
            penalty: epoch =>
            {
                using var noGrad = no_grad();
                using var scope = NewDisposeScope();
                foreach (var parameter in task.Model.parameters())
                {
                    parameter.grad?.add_(parameter.sign(), alpha: WeightIn(epoch));
                }
            }
        );

    /// <summary><c>gamma_e = a (1 - e / (E - E_0))</c>, 0 from epoch E - E_0 on.</summary>
    /// <param name="epoch">From 0.</param>
    internal double WeightIn(int epoch)
    {
        var epochs = Training.Epochs - FreeEpochs;
        return epoch < epochs ? Weight * (1 - ((double)epoch / epochs)) : 0;
    }
}
