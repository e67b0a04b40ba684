namespace Lethe.Experiments.Runs;

/// <summary>A request, understood: profile, device, precision, seeds.</summary>
public sealed class RunContext
{
    /// <param name="plansOnly">Nothing is computed: the device may be another machine's.</param>
    /// <exception cref="LetheException">The request names something that is not there (<see cref="ExitCode.Usage"/>).</exception>
    public RunContext(ExperimentRequest request, bool plansOnly = false)
    {
        Request = request;
        Profile = Profile.Get(request.Profile);
        Device = plansOnly ? Devices.Named(request.Device) : Devices.Parse(request.Device);
        DataDevice = plansOnly ? CPU : Device;
        if (request.Seeds < 1)
        {
            throw LetheException.Usage($"--seeds {request.Seeds}: at least one run is needed.");
        }
    }

    public ExperimentRequest Request { get; }

    public Profile Profile { get; }

    public Device Device { get; }

    /// <summary>Where the data lie.</summary>
    public Device DataDevice { get; }

    /// <summary>For cells: results of the two differ.</summary>
    public string DeviceType => Device.type.ToString();

    /// <summary>0, 1, 2, …</summary>
    /// <param name="usual">How many, where the request does not say.</param>
    public IEnumerable<int> Seeds(int usual) => Enumerable.Range(0, Request.Seeds ?? usual);

    /// <param name="usual">Where none is asked for; null for the device's fastest.</param>
    public Precision PrecisionOr(Precision? usual) =>
        usual is { } own && Request.Precision == "auto" ? own : Precisions.Parse(Request.Precision, Device);
}
