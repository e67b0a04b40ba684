using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Runtime;

/// <summary>
/// A wrong call for each entry point of the binding that was seen to let an exception through (entry-points-that-throw.tsv), with torch's
/// message. Where TorchSharp does not ask for the error after the call, the call does.
/// </summary>
internal static class WrongCalls
{
    public static readonly IReadOnlyList<(string EntryPoint, string Message, Action Call)> All =
    [
        (
            "THSAutograd_grad",
            "invalid gradient at index 0 - got [7] but expected shape compatible with [3]",
            static () => Grad(torch.ones(7))
        ),
        (
            "THSData_loaderCIFAR10",
            "Error opening data file at /nowhere/data_batch_1.bin",
            static () => Ask(() => TorchSharp.Data.Loader.CIFAR10("/nowhere", 3, true))
        ),
        (
            "THSData_loaderMNIST",
            "Error opening images file at /nowhere/train-images-idx3-ubyte",
            static () => Ask(() => TorchSharp.Data.Loader.MNIST("/nowhere", 3, true))
        ),
        ("THSGenerator_set_rng_state", "RNG state must be a torch.ByteTensor", static () => torch.random.set_rng_state(torch.ones(3))),
        (
            "THSLinalg_tensorsolve",
            "cannot create std::vector larger than max_size()",
            static () => torch.linalg.tensorsolve(torch.ones(5), torch.ones(2, 3, 8, 8), [])
        ),
        (
            "THSTensor_cummax",
            "Dimension out of range (expected to be in range of [-2, 1], but got 7)",
            static () => torch.ones(3, 4).cummax(7)
        ),
        (
            "THSTensor_cummin",
            "Dimension out of range (expected to be in range of [-1, 0], but got -4)",
            static () => torch.ones(3).cummin(-4)
        ),
        ("THSTensor_lp_pool2d", Length(2, 3), static () => nn.functional.lp_pool2d(torch.ones(1, 1, 4, 4), 2, [2, 2, 2])),
        (
            "THSTensor_matmul",
            "mat1 and mat2 shapes cannot be multiplied (3x4 and 3x4)",
            static () => torch.ones(3, 4).matmul(torch.ones(3, 4))
        ),
        (
            "THSTensor_max_unpool2d",
            Length(2, 3),
            static () => nn.functional.max_unpool2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 4, 4, dtype: int64), [2, 2, 2])
        ),
        (
            "THSTensor_max_unpool3d",
            Length(3, 2),
            static () => nn.functional.max_unpool3d(torch.ones(Cube), torch.ones(Cube, int64), [2, 2])
        ),
        (
            "THSTensor_var_along_dimensions",
            "std and var only support floating point and complex dtypes",
            static () => torch.ones(3, int64).var([0L])
        ),
        ("THSTorch_scalar_to_bfloat16", Overflow("c10::BFloat16"), static () => Ask(() => Complex().ToBFloat16())),
        ("THSTorch_scalar_to_float16", Overflow("c10::Half"), static () => Ask(() => Complex().ToHalf())),
        ("THSTorch_scalar_to_float32", Overflow("float"), static () => Ask(() => Complex().ToSingle())),
        ("THSTorch_scalar_to_float64", Overflow("double"), static () => Ask(() => Complex().ToDouble())),
        ("THSTorch_scalar_to_complex32", Overflow("c10::complex<float>"), static () => Ask(() => ((Scalar)1e300).ToComplexFloat32())),
        ("THSTorch_scalar_to_int16", Overflow("int16_t"), static () => Ask(() => Large().ToInt16())),
        ("THSTorch_scalar_to_int32", Overflow("int"), static () => Ask(() => Large().ToInt32())),
        ("THSTorch_scalar_to_int64", Overflow("int64_t"), static () => Ask(() => Large().ToInt64())),
        ("THSTorch_scalar_to_int8", Overflow("int8_t"), static () => Ask(() => Large().ToSByte())),
        ("THSTorch_scalar_to_uint8", Overflow("uint8_t"), static () => Ask(() => Large().ToByte())),
        ("THSTorch_set_num_interop_threads", "Expected positive number of threads", static () => torch.set_num_interop_threads(-1)),
        ("THSTorch_set_num_threads", "Expected positive number of threads", static () => torch.set_num_threads(-1)),
    ];

    private static long[] Cube => [1, 1, 4, 4, 4];

    private static Scalar Large() => 1e30;

    private static Scalar Complex() => new Complex(1, 2).ToScalar();

    private static string Overflow(string type) => $"value cannot be converted to type {type} without overflow";

    private static string Length(int expected, int got) => $"Expected {expected} values, but instead got {got}";

    private static void Ask(Action call)
    {
        call();
        torch.CheckForErrors();
    }

    private static void Grad(Tensor seed)
    {
        using var x = torch.ones(3, requires_grad: true);
        torch.autograd.grad([x * 2], [x], [seed]);
    }
}
