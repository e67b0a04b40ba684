namespace Lethe.Training.Pickles;

/// <summary>
/// The form that <c>torch.save</c> wrote until version 1.6: five pickles one after the other (a magic number, the number of the format,
/// facts of the machine, the object, the keys of its storages), then the storages in that order: a count in eight bytes and the numbers.
/// </summary>
internal static class LegacyWeights
{
    private const long Format = 1001;

    /// <summary>The first pickle as every file has it: the number 0x1950a86a20f9469cfc6c.</summary>
    public static ReadOnlySpan<byte> Magic => [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    /// <param name="file">Behind <see cref="Magic"/>.</param>
    public static Dictionary<string, Tensor> Read(Stream file)
    {
        var machine = new PickleMachine(file);
        if (machine.Run() is not Format)
        {
            throw new InvalidDataException($"it is not of the format {Format}");
        }
        if (machine.Run() is not Dictionary<string, object?> facts || facts.GetValueOrDefault("little_endian") is not true)
        {
            throw new InvalidDataException("it does not say that its numbers have the least significant byte first");
        }
        var named = StateDict.Of(machine.Run());
        var wanted = StateDict.Storages(named);
        if (
            machine.Run() is not List<object?> keys
            || keys.Count != machine.Storages.Count
            || !keys.All(key => key is string known && machine.Storages.ContainsKey(known))
        )
        {
            throw new InvalidDataException("its list of storages is not that of its tensors");
        }
        var storages = new Dictionary<string, Tensor>();
        var (numbers, seen) = (new PickleSource(file), new HashSet<string>());
        foreach (var storage in keys.Select(key => machine.Storages[(string)key!]))
        {
            if (numbers.Integer(8, true) is var count && count != storage.Count)
            {
                throw new InvalidDataException(
                    $"storage {PickleSource.Shown(storage.Key)} has {count} numbers, its tensors say {storage.Count}"
                );
            }
            if (!seen.Add(storage.Key))
            {
                throw new InvalidDataException($"storage {PickleSource.Shown(storage.Key)} comes twice");
            }
            if (wanted.Contains(storage.Key))
            {
                storages.Add(storage.Key, storage.Read(file, file.Length - file.Position));
            }
            else
            {
                file.Position += storage.Bytes(file.Length - file.Position);
            }
        }
        return file.Position == file.Length
            ? StateDict.Over(named, storages)
            : throw new InvalidDataException($"{file.Length - file.Position} bytes follow its last storage");
    }
}
