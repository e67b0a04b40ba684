using System.Diagnostics;
using Lethe.Models;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

TorchRuntime.Load();
foreach (var name in ModelCatalog.Names)
{
    using var s0 = NewDisposeScope();
    var spec = new ModelSpec(name, 10, args.Length > 0 ? double.Parse(args[0]) : 1);
    var model = ModelCatalog.Create(spec);
    Console.WriteLine($"{name}: {model.ParameterCount:N0} {model.FeatureSize}");
    if (args.Length < 3) { continue; }
    if (args[2] != "all" && args[2] != name) continue;
    foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
    {
        var n = int.Parse(args[1]);
        var opt = optim.SGD(model.parameters(), 0.01, 0.9);
        var times = new List<double>(); var fw = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            using var s = NewDisposeScope();
            var x = randn(n, 32, 32, 3).permute(0, 3, 1, 2).to(type);
            var y = randint(10, n);
            var w = Stopwatch.StartNew();
            model.train();
            opt.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(x), y);
            loss.backward();
            opt.step();
            times.Add(n / w.Elapsed.TotalSeconds);
            using (no_grad()) { model.eval(); w.Restart(); model.forward(x).sum().item<float>(); fw.Add(n / w.Elapsed.TotalSeconds); }
        }
        times.Sort(); fw.Sort();
        Console.WriteLine($"   {type}: train {times[3]:F0}/s forward {fw[3]:F0}/s");
    }
}
