using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Lethe.Data;
using Lethe.Models;
using Lethe.Training;
using Lethe.Unlearning.Runs;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>
/// The trainer and PyTorch on the networks of <c>quick</c>, in bfloat16 where the processor has it: the same shapes, batches, optimisers
/// and
/// threads, an epoch of one and an epoch of the other.
/// </summary>
internal static class BesideTraining
{
    private const int BatchSize = 128;
    private const int Images = 5 * BatchSize;
    private const int Pairs = 7;

    /// <param name="python">A Python that has torch.</param>
    /// <returns>What PyTorch calls its version, and milliseconds of a step.</returns>
    /// <exception cref="LetheException">It does not start, has no torch, or fails.</exception>
    public static (string Version, IReadOnlyList<Compared> Results) Measure(string python, BenchSetting setting)
    {
        using var torch = Start(python, setting);
        var complaints = torch.StandardError.ReadToEndAsync(setting.Cancellation);
        var version = Answer(torch, complaints);
        var data = setting.Data.Train.All().Take(Images, new RandomStream(0));
        var results = ModelCatalog.Names.Select(name => Compare(name, data, setting, () => Seconds(torch, complaints, name))).ToList();
        torch.StandardInput.Close();
        torch.WaitForExit();
        return ($"PyTorch {version}", results);
    }

    private static Compared Compare(string name, ImageSubset data, BenchSetting setting, Func<double> theirSeconds)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        using var model = ModelCatalog.Create(Profile.Quick.Spec(name, setting.Data));
        using var start = model.Copy();
        var recipe = Profile.Quick.Recipe(name, setting.Data.Name, setting.Precision) with
        {
            Epochs = 1,
            BatchSize = BatchSize,
            LearningRate = 1e-3,
            Schedule = Schedule.Constant,
            Augmentation = Augmentation.None,
        };
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var pair = -1; pair < Pairs; pair++)
        {
            model.CopyFrom(start);
            var our = Devices.Time(setting.Device, () => new Trainer(recipe, 0).Train(model, data, setting.Cancellation));
            var their = theirSeconds();
            if (pair >= 0) // the first warms both up
            {
                ours.Add(Step(our));
                theirs.Add(Step(their));
            }
        }
        return new(name, $"{ModelCatalog.All.Get(name).Title}, a step of {BatchSize} images", "ms", ours, theirs, 1);
    }

    private static double Step(double epoch) => 1000 * epoch * BatchSize / Images;

    private static Process Start(string python, BenchSetting setting)
    {
        string[] options =
        [
            "--serve",
            .. (string[])["--threads", Text(get_num_threads()), "--batch", Text(BatchSize), "--images", Text(Images)],
            .. (string[])["--precision", setting.Precision.Name()],
        ];
        try
        {
            return Process.Start(
                new ProcessStartInfo(python, ["-c", Embedded.Text(typeof(BesideTraining), "training.py"), .. options])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
        }
        catch (Win32Exception error)
        {
            throw LetheException.NotFound($"{python} does not start: {error.Message}. Name a Python that has torch: --beside python3");
        }
    }

    private static double Seconds(Process torch, Task<string> complaints, string network)
    {
        torch.StandardInput.WriteLine(network);
        torch.StandardInput.Flush();
        return double.Parse(Answer(torch, complaints), CultureInfo.InvariantCulture);
    }

    // Its last line says what went wrong.
    private static string Answer(Process torch, Task<string> complaints) =>
        torch.StandardOutput.ReadLine()
        ?? throw new LetheException(
            ExitCode.Failed,
            $"{torch.StartInfo.FileName} ended: {complaints.Result.Trim().Split('\n')[^1]}. It needs torch (Debian: python3-torch)."
        );

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
