namespace Lethe.Data;

/// <summary>A data set when one class is to be forgotten: D_f and D_r of the training images, D_tf and D_tr of the test images.</summary>
public sealed record ForgetSplit(
    int ForgetClass,
    ImageSubset ForgetTrain,
    ImageSubset RetainTrain,
    ImageSubset ForgetTest,
    ImageSubset RetainTest
)
{
    /// <exception cref="LetheException">Usage: no such class, or no image of it.</exception>
    public static ForgetSplit ByClass(DatasetPair data, int forgetClass)
    {
        if (forgetClass < 0 || forgetClass >= data.Classes)
        {
            throw LetheException.Usage($"{data.Name} has classes 0 to {data.Classes - 1}; there is no class {forgetClass} to forget.");
        }
        var split = new ForgetSplit(
            forgetClass,
            data.Train.OfClass(forgetClass),
            data.Train.ExceptClass(forgetClass),
            data.Test.OfClass(forgetClass),
            data.Test.ExceptClass(forgetClass)
        );
        return split.ForgetTrain.Count > 0 && split.RetainTrain.Count > 0
            ? split
            : throw LetheException.Usage(
                $"{data.Name} has {split.ForgetTrain.Count} training images of class {forgetClass} and "
                    + $"{split.RetainTrain.Count} of others; both are needed."
            );
    }
}
