namespace Lethe.Kernel.Compiling;

/// <summary>
/// Assemblies of .NET that hold no types of their own: names under which older libraries know what has moved. Neither the kit nor what it
/// uses refers to one of these, so cells do without them, and every compilation is the shorter, until a library comes that does.
/// </summary>
internal static class Forwarders
{
    public static IReadOnlySet<string> Names { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Microsoft.VisualBasic",
            "System",
            "System.AppContext",
            "System.Buffers",
            "System.ComponentModel.DataAnnotations",
            "System.Configuration",
            "System.Core",
            "System.Data",
            "System.Diagnostics.Debug",
            "System.Diagnostics.Tools",
            "System.Drawing",
            "System.Dynamic.Runtime",
            "System.Globalization",
            "System.Globalization.Calendars",
            "System.Globalization.Extensions",
            "System.IO",
            "System.IO.Compression.FileSystem",
            "System.IO.FileSystem",
            "System.IO.FileSystem.Primitives",
            "System.IO.UnmanagedMemoryStream",
            "System.Net",
            "System.Net.ServicePoint",
            "System.Numerics",
            "System.Reflection",
            "System.Reflection.Extensions",
            "System.Resources.Reader",
            "System.Resources.ResourceManager",
            "System.Runtime.Extensions",
            "System.Runtime.Handles",
            "System.Runtime.InteropServices.RuntimeInformation",
            "System.Runtime.Serialization",
            "System.Security",
            "System.Security.Cryptography.Cng",
            "System.Security.Cryptography.Csp",
            "System.Security.Cryptography.Encoding",
            "System.Security.Cryptography.OpenSsl",
            "System.Security.Cryptography.X509Certificates",
            "System.Security.Principal",
            "System.Security.SecureString",
            "System.ServiceModel",
            "System.ServiceModel.Web",
            "System.ServiceProcess",
            "System.Text.Encoding",
            "System.Threading.Tasks",
            "System.Threading.Tasks.Extensions",
            "System.Threading.Timer",
            "System.Transactions",
            "System.ValueTuple",
            "System.Web",
            "System.Windows",
            "System.Xml",
            "System.Xml.Linq",
            "System.Xml.Serialization",
            "System.Xml.XmlDocument",
            "WindowsBase",
            "mscorlib",
        };
}
