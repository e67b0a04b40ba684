using Lethe.Runtime;
using TorchSharp;

TorchRuntime.Load();
Console.WriteLine($"{TorchRuntime.LibTorch} {TorchRuntime.Binding} {TorchRuntime.BindingIsPatched} {torch.get_num_threads()}");
Console.WriteLine(torch.ones(3).ToString(TensorStringStyle.Julia));
