namespace Lethe.Faces.Films;

/// <summary>Where a video is: a file that is not trusted, or an H.264 stream in memory that the kit made itself.</summary>
public sealed class VideoSource
{
    // Playlists and the like could name other files, and addresses; these containers cannot.
    private const string Containers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi";

    private VideoSource(string name, IReadOnlyList<string> input, ReadOnlyMemory<byte> bytes) =>
        (Name, Input, Bytes) = (name, input, bytes);

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>ffmpeg's arguments up to the input.</summary>
    internal IReadOnlyList<string> Input { get; }

    /// <summary>What goes through the pipe; empty for a file.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; }

    public static VideoSource File(string path) =>
        new(path, ["-protocol_whitelist", "file", "-format_whitelist", Containers, "-i", $"file:{Path.GetFullPath(path)}"], default);

    /// <param name="name">For messages.</param>
    /// <param name="h264">A bare H.264 stream.</param>
    public static VideoSource Stream(string name, ReadOnlyMemory<byte> h264) => new(name, ["-f", "h264", "-i", "pipe:0"], h264);
}
