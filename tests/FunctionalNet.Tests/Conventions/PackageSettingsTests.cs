using System.Reflection;
using System.Text.Json;
using FunctionalNet.Bits;

namespace FunctionalNet.Tests.Conventions;

/// <summary>The settings that the packages give to a project that refers to them.</summary>
public sealed class PackageSettingsTests
{
    // Checked on the project of the golden runs.
    [Theory]
    [InlineData("System.Runtime.TieredPGO", "false")]
    [InlineData("System.Runtime.TieredCompilation.QuickJitForLoops", "false")]
    [InlineData("System.GC.Concurrent", "false")]
    [InlineData("System.GC.RegionSize", "16777216")]
    [InlineData("System.GC.LOHThreshold", "16777216")]
    public void A_runnable_project_has_the_settings_of_the_runtime(string name, string value)
    {
        var file = Path.ChangeExtension(typeof(GoldenRun).Assembly.Location, ".runtimeconfig.json");
        using var settings = JsonDocument.Parse(File.ReadAllText(file));
        var properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.Equal(value, properties.GetProperty(name).GetRawText());
    }

    [Theory]
    [InlineData(typeof(Layer<>))]
    [InlineData(typeof(Picture))]
    [InlineData(typeof(TrainingProgress))]
    [InlineData(typeof(CsvOptions))]
    [InlineData(typeof(Images))]
    [InlineData(typeof(Communicator))]
    [InlineData(typeof(NumericsTensors))]
    public void Every_library_says_that_it_can_be_trimmed_and_compiled_to_native_code(Type type)
    {
        var said = type.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Select(data => (data.Key, data.Value)).ToList();
        Assert.Contains(("IsTrimmable", "True"), said);
        Assert.Contains(("IsAotCompatible", "True"), said);
    }
}
