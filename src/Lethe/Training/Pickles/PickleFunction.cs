namespace Lethe.Training.Pickles;

/// <summary>What a pickle may call; nothing of Python's runs, each stands for what the kit does in its place.</summary>
internal enum PickleFunction
{
    /// <summary><c>collections.OrderedDict</c>: an empty dictionary.</summary>
    OrderedDict,

    /// <summary><c>torch._utils._rebuild_tensor_v2</c>: a part of a storage.</summary>
    RebuildTensor,

    /// <summary><c>torch._utils._rebuild_parameter</c>: the tensor in it.</summary>
    RebuildParameter,
}
