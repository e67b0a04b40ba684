// Placeholder for DatasetCatalog.LoadFolder, which is written elsewhere: delete when it is there.
using Lethe.Runtime;

namespace Lethe.Data;

internal static class ImageFolderPlaceholder
{
    extension(DatasetCatalog)
    {
        public static DatasetPair LoadFolder(string folder, int size) => throw LetheException.NotFound($"{folder} holds no images.");
    }
}
