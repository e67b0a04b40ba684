using System.IO.Compression;
using Lethe.Training.Pickles;

namespace Lethe.Tests.Training.Pickles;

/// <summary>Both forms of PyTorch's files, of any pickle and any bytes.</summary>
internal static class PickledFile
{
    public static byte[] Of(bool isLegacy, byte[] pickle, params (string Key, long Count, byte[] Values)[] storages) =>
        isLegacy ? Legacy(pickle, storages) : Zip(pickle, storages);

    public static byte[] Legacy(byte[] pickle, params (string Key, long Count, byte[] Values)[] storages)
    {
        var facts = new PickleWriter()
            .Op(PickleOpcode.EMPTY_DICT)
            .Op(PickleOpcode.MARK)
            .Text("protocol_version")
            .Number(1001)
            .Text("little_endian")
            .Op(PickleOpcode.NEWTRUE)
            .Op(PickleOpcode.SETITEMS)
            .End();
        var keys = new PickleWriter().Op(PickleOpcode.EMPTY_LIST).Op(PickleOpcode.MARK);
        foreach (var (key, _, _) in storages)
        {
            keys.Text(key);
        }
        return
        [
            .. LegacyWeights.Magic,
            .. new PickleWriter().Number(1001).End(),
            .. facts,
            .. pickle,
            .. keys.Op(PickleOpcode.APPENDS).End(),
            .. storages.SelectMany(static storage => (byte[])[.. PickleWriter.Number(storage.Count, 8), .. storage.Values]),
        ];
    }

    public static byte[] Zip(byte[] pickle, params (string Key, long Count, byte[] Values)[] storages) =>
        Zip(
            CompressionLevel.NoCompression,
            [
                ("m/data.pkl", pickle),
                ("m/byteorder", "little"u8.ToArray()),
                .. storages.Select(static storage => ($"m/data/{storage.Key}", storage.Values)),
                ("m/version", "3\n"u8.ToArray()),
            ]
        );

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }
        return file.ToArray();
    }
}
