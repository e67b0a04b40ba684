using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Runtime;

public sealed class ErrorBarrierTests
{
    private const string ReportVariable = "LETHE_TEST_ENTRY_POINTS";

    private static bool IsUp => TorchRuntime.ErrorsEndTheProcess is null;

    [Fact]
    public void It_is_up_where_it_can_be()
    {
        TorchRuntime.Load();
        Assert.Equal(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, IsUp);
    }

    [Fact]
    public void Every_exported_function_is_entered_through_it()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        var functions = new ElfImage(File.ReadAllBytes(TorchRuntime.Binding!))
            .Functions()
            .Where(f => f.Name.StartsWith("THS", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(functions.Count, 1000, 2000);
        var library = NativeLibrary.Load(LibTorchFolder.FileName("LibTorchSharp"));
        functions.RemoveAll(f =>
            f.Name
                is "THSAutograd_CSharpNode_ctor"
                    or "THSNN_Optimizer_step"
                    or "THSNN_triplet_margin_with_distance_loss"
                    or "THSTensor_dispose"
                    or "THSTorch_dispose_scalar"
                    or "THSGenerator_dispose"
        ); // see CallbackTests and LateDisposalTests
        var entries = functions.Select(f => NativeLibrary.GetExport(library, f.Name)).Order().ToList();
        Assert.Equal(entries.Count, entries.Distinct().Count());
        // together in one place, which the library is not
        Assert.InRange(entries[^1] - entries[0], 0, ((functions.Count + 3) * ErrorBarrier.EntrySize) + 1024);
    }

    [Fact]
    public async Task No_entry_point_of_the_list_ends_the_process()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        var report = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { [ReportVariable] = report },
            };
            foreach (
                var argument in (string[])
                    [
                        "exec",
                        typeof(ErrorBarrierTests).Assembly.Location,
                        "-method",
                        $"{typeof(ErrorBarrierTests).FullName}.{nameof(Every_wrong_call_is_an_exception)}",
                    ]
            )
            {
                start.ArgumentList.Add(argument);
            }
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await output + await error);
            Assert.Equal(
                WrongCalls.All.Select(call => call.EntryPoint),
                await File.ReadAllLinesAsync(report, TestContext.Current.CancellationToken)
            );
        }
        finally
        {
            File.Delete(report);
        }
    }

    // Runs in the child of the test above, or on its own.
    [Fact]
    public void Every_wrong_call_is_an_exception()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        var heard = WrongCalls
            .All.Select(wrong =>
                (
                    wrong.EntryPoint,
                    Record.Exception(wrong.Call) switch
                    {
                        ExternalException error => error.Message,
                        var other => $"{other}",
                    }
                )
            )
            .ToList();
        Assert.Equal(WrongCalls.All.Select(wrong => (wrong.EntryPoint, wrong.Message)), heard);
        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } report)
        {
            File.WriteAllLines(report, heard.Select(call => call.EntryPoint));
        }
    }

    [Fact]
    public void The_list_knows_each_of_them()
    {
        var list = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Runtime", "entry-points-that-throw.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .ToDictionary(row => row[0], row => row[3]);
        Assert.All(WrongCalls.All, call => Assert.Equal(call.Message, list[call.EntryPoint]));
    }

    [Fact]
    public void The_tensors_of_a_failed_call_remain_usable()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        using var left = torch.arange(12, float32).reshape(3, 4);
        var error = Assert.Throws<ExternalException>(() => left.matmul(left));
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (3x4 and 3x4)", error.Message);
        Assert.Equal([14f, 38, 62, 38, 126, 214, 62, 214, 366], left.matmul(left.t()).data<float>().ToArray());
        torch.CheckForErrors(); // heard once
    }

    [Fact]
    public void An_error_in_backward_leaves_the_gradients_right()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        using var x = torch.tensor(new[] { 1f, 2, 3 }, requires_grad: true);
        using var y = x * x;
        Assert.Equal(
            "invalid gradient at index 0 - got [7] but expected shape compatible with [3]",
            Assert.Throws<ExternalException>(() => torch.autograd.grad([y], [x], [torch.ones(7)])).Message
        );
        Assert.Equal([2f, 4, 6], torch.autograd.grad([y], [x], [torch.ones(3)])[0].data<float>().ToArray());
        Assert.StartsWith(
            "Trying to backward through the graph a second time",
            Assert.Throws<ExternalException>(() => torch.autograd.grad([y], [x], [torch.ones(3)])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_thread_hears_its_own_errors_only()
    {
        Assert.SkipUnless(IsUp, "no barrier on this system");
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i =>
                    Task.Run(() =>
                    {
                        using var good = torch.ones(i + 1, i + 1);
                        using var bad = torch.ones(i + 1, i + 2);
                        for (var round = 0; round < 3; round++)
                        {
                            Assert.Equal(
                                $"mat1 and mat2 shapes cannot be multiplied ({i + 1}x{i + 2} and {i + 1}x{i + 2})",
                                Assert.Throws<ExternalException>(() => bad.matmul(bad)).Message
                            );
                            Assert.Equal(i + 1, good.matmul(good)[0, 0].item<float>());
                        }
                    })
                )
        );
    }

    // Twelve arguments, six of them on the stack.
    [Fact]
    public void Arguments_beyond_the_registers_arrive()
    {
        using var image = torch.ones(1, 2, 5, 5);
        using var filter = torch.ones(2, 3, 3, 3);
        using var result = nn.functional.conv_transpose2d(
            image,
            filter,
            strides: [2, 1],
            padding: [0, 1],
            output_padding: [1, 0],
            dilation: [1, 2],
            groups: 1
        );
        Assert.Equal([1, 3, 12, 7], result.shape);
        // Three filters, two channels, five rows that give three each; of 5 x 3 columns the padding cuts off one at each end.
        Assert.Equal(3 * 2 * (5 * 3) * 13, result.sum().item<float>());
    }

    [Fact]
    public void No_signature_of_TorchSharp_has_more_arguments_than_are_repeated()
    {
        const int Registers = 6;
        var native = typeof(torch).Assembly.GetType("TorchSharp.PInvoke.NativeMethods")!;
        var longest = native
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
            .Max(method => Words(method.ReturnType) - 1 + method.GetParameters().Sum(parameter => Words(parameter.ParameterType)));
        Assert.InRange(longest, Registers + 1, Registers + ErrorBarrier.StackArguments);
    }

    [Theory]
    [InlineData("a wrong shape\nException raised from check at a.cpp:1 (most recent call first):\nframe #0", "a wrong shape")]
    [InlineData("two lines\nof torch", "two lines\nof torch")]
    [InlineData("", "")]
    public void The_frames_of_C_plus_plus_are_left_out(string what, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(PendingError.WithoutFrames(Encoding.UTF8.GetBytes(what))));

    // Of eight bytes each; one for a result that is returned in a register.
    private static int Words(Type type) =>
        type is { IsValueType: true, IsPrimitive: false, IsEnum: false } && type != typeof(void) && type != typeof(Half)
            ? type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length
            : 1;
}
