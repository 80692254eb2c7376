using System.Numerics;
using LanguageExt;

namespace DigitJobs;

/// <summary>A job on digits, in either precision.</summary>
/// <typeparam name="TSettings">Its settings.</typeparam>
public interface IDigitJob<in TSettings>
    where TSettings : JobSettings
{
    /// <summary>The run, or the reason why it is not begun. A request to cancel ends it at its current state.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="source">The images, in flat rows.</param>
    /// <param name="report">Is told of the course of the run.</param>
    /// <param name="complain">Is told, a line each, of states that cannot be read or saved. The run goes on.</param>
    /// <param name="cancellation">The request to cancel.</param>
    Fin<Run<T>> Train<T>(
        TSettings settings, Source<T> source, Action<string> report, Action<string> complain, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>What the network in a file says of the test images, or the reason why it says nothing.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <param name="source">The images, in flat rows.</param>
    Fin<Prediction> Ask<T>(TSettings settings, string file, Source<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
