namespace Lethe.Faces.Films;

/// <summary>Where a video is: a file that is not trusted, or an H.264 stream in memory that the kit made itself.</summary>
public sealed class VideoSource
{
    // Playlists and the like could name other files, and addresses; these containers cannot.
    private const string Containers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi";

    private VideoSource(string name, IReadOnlyList<string> input, ReadOnlyMemory<byte> bytes) =>
        (Name, Input, Bytes) = (name, input, bytes);

    public string Name { get; }

    // ffmpeg's arguments up to the input.
    internal IReadOnlyList<string> Input { get; }

    // What goes through the pipe; empty for a file.
    internal ReadOnlyMemory<byte> Bytes { get; }

    internal bool IsFile => Bytes.IsEmpty;

    public static VideoSource File(string path) =>
        new(path, ["-protocol_whitelist", "file", "-format_whitelist", Containers, "-i", $"file:{Path.GetFullPath(path)}"], default);

    /// <param name="h264">A bare H.264 stream.</param>
    public static VideoSource Stream(string name, ReadOnlyMemory<byte> h264) => new(name, ["-f", "h264", "-i", "pipe:0"], h264);

    // Looks at a file before ffmpeg does. LetheException: not there (NotFound); empty, too large or no container of a video (BadFile).
    internal void Check(VideoLimits limits)
    {
        if (!IsFile)
        {
            return;
        }
        if (!System.IO.File.Exists(Name))
        {
            throw LetheException.NotFound($"There is no file {Name}.");
        }
        using var file = System.IO.File.OpenRead(Name);
        if (file.Length == 0 || file.Length > limits.Bytes)
        {
            throw LetheException.BadFile(
                file.Length == 0 ? $"{Name} is empty." : $"{Name} has {file.Length} bytes; at most {limits.Bytes} are read."
            );
        }
        var bytes = new byte[12];
        file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var start = Encoding.Latin1.GetString(bytes);
        // A box of MP4 at 4; EBML of Matroska; RIFF....AVI.
        if (
            !(
                start[4..8] is "ftyp" or "moov" or "mdat" or "wide" or "free" or "skip"
                || start[..4] == "\u001A\u0045\u00DF\u00A3"
                || (start[..4], start[8..11]) is ("RIFF", "AVI")
            )
        )
        {
            throw LetheException.BadFile($"{Name} is not an MP4, Matroska or AVI file, whatever its name says.");
        }
    }
}
