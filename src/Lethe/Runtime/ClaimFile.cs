using System.Text.Json;

namespace Lethe.Runtime;

/// <summary>
/// The right of one process to do something, on disks shared by many machines: a file that only one can make, with the name of its maker
/// and a heartbeat. No lock of the file system is asked for: some network disks grant it to everybody. That of a process that has died is
/// free at once on its own machine, and elsewhere when its heart has not beaten for a minute. What must hold even so: if two do the same
/// thing at once, nothing is lost.
/// </summary>
internal sealed class ClaimFile : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    // EEXIST of Linux and macOS, ERROR_FILE_EXISTS of Windows.
    private static readonly int[] Exists = [17, unchecked((int)0x80070050)];

    // What .NET says of a file that is not there.
    private static readonly DateTime Gone = DateTime.FromFileTimeUtc(0);

    private static int count;

    private readonly string path;
    private readonly Timer heart;
    private readonly Lock gate = new();
    private Owner owner;

    private ClaimFile(string path, Owner owner)
    {
        (this.path, this.owner) = (path, owner);
        heart = new(_ => Pulse(), null, Beat, Beat);
    }

    /// <summary>How long a heart may rest before its owner counts as dead.</summary>
    public static TimeSpan Patience { get; internal set; } = TimeSpan.FromMinutes(1);

    /// <summary>False if another has taken it over, because this process slept longer than <see cref="Patience"/>.</summary>
    public bool IsHeld => Read(path) is { } now && now.Token == owner.Token;

    /// <param name="path">A file in a folder that is there; gone when the claim is disposed.</param>
    /// <returns>Null if another process or thread has it.</returns>
    /// <exception cref="LetheException">The file cannot be written.</exception>
    public static ClaimFile? TryTake(string path)
    {
        try
        {
            while (true)
            {
                var owner = Owner.Me();
                if (TryMake(path, owner))
                {
                    return new(path, owner);
                }
                var other = Read(path);
                if (other is null && !File.Exists(path))
                {
                    continue; // given back meanwhile
                }
                if (other is null ? !IsStill(path) : IsAlive(path, other))
                {
                    return null;
                }
                Clear(path, other);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot claim {path}: {error.Message} Choose another folder with --out.", error);
        }
    }

    /// <summary>Who has it, for people: <c>process 17 on node-3</c>; null if nobody has.</summary>
    public static string? OwnerOf(string path) =>
        Read(path) is { } other && IsAlive(path, other)
            ? string.Create(CultureInfo.InvariantCulture, $"process {other.Process} on {other.Name}")
            : null;

    public void Dispose()
    {
        lock (gate)
        {
            heart.Dispose();
            if (IsHeld)
            {
                File.Delete(path);
            }
        }
    }

    private void Pulse()
    {
        lock (gate)
        {
            try
            {
                if (IsHeld)
                {
                    owner = owner with { Beats = owner.Beats + 1 };
                    using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                    JsonSerializer.Serialize(file, owner);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The disk is away for a moment; the next beat comes.
            }
        }
    }

    private static bool TryMake(string path, Owner owner)
    {
        var isMine = false;
        try
        {
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                isMine = true;
                JsonSerializer.Serialize(file, owner);
            }
            return true;
        }
        catch (IOException error) when (!isMine && Exists.Contains(error.HResult))
        {
            return false;
        }
        catch (IOException) when (isMine)
        {
            File.Delete(path); // the disk is full: an empty file would be somebody's for a minute
            throw;
        }
    }

    private static bool IsAlive(string path, Owner other) =>
        other.Host == HostIdentity.Id ? HostIdentity.IsRunning(other.Process) && !IsStill(path) : !IsStill(path);

    // Both times are the file system's: the clocks of two machines may differ.
    private static bool IsStill(string path)
    {
        var probe = $"{path}.{HostIdentity.Id}-{Environment.ProcessId}-{Interlocked.Increment(ref count)}.now";
        try
        {
            File.WriteAllText(probe, "");
            var last = File.GetLastWriteTimeUtc(path);
            return last != Gone && File.GetLastWriteTimeUtc(probe) - last > Patience;
        }
        finally
        {
            File.Delete(probe);
        }
    }

    // One at a time, or the second would remove what the first has just made.
    private static void Clear(string path, Owner? dead)
    {
        var taking = $"{path}.taking";
        if (!TryMake(taking, Owner.Me()))
        {
            if (IsStill(taking))
            {
                File.Delete(taking); // killed in the middle of this
            }
            Thread.Sleep(1);
            return;
        }
        try
        {
            // What cannot be read may be the next one's, who is just writing it.
            if (Read(path) is { } now ? now.Token == dead?.Token : dead is null && IsStill(path))
            {
                File.Delete(path);
            }
        }
        finally
        {
            File.Delete(taking);
        }
    }

    private static Owner? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<Owner>(file);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null; // gone, or being written
        }
    }

    private sealed record Owner(string Host, string Name, int Process, string Token, long Beats)
    {
        // The beats have as many digits from first to last: the file is written over in place.
        public static Owner Me() =>
            new(HostIdentity.Id, HostIdentity.Name, Environment.ProcessId, Guid.NewGuid().ToString("N"), 1_000_000_000);
    }
}
