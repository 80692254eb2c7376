using System.Reflection;
using System.Text.Json;
using FunctionalNet.Bits;

namespace FunctionalNet.Tests.Conventions;

/// <summary>The settings that the packages give to a project that refers to them.</summary>
public sealed class PackageSettingsTests
{
    // Checked on the project of the golden runs.
    [Theory]
    [InlineData("System.GC.LOHThreshold", 16 << 20)]
    [InlineData("System.GC.Gen0MaxBudget", 8 << 20)]
    public void A_runnable_project_has_the_settings_of_the_collector(string name, int bytes)
    {
        var file = Path.ChangeExtension(typeof(GoldenRun).Assembly.Location, ".runtimeconfig.json");
        using var settings = JsonDocument.Parse(File.ReadAllText(file));
        var properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.Equal(bytes, properties.GetProperty(name).GetInt32());
    }

    [Theory]
    [InlineData(typeof(Layer<>))]
    [InlineData(typeof(Picture))]
    [InlineData(typeof(TrainingProgress))]
    [InlineData(typeof(CsvOptions))]
    [InlineData(typeof(NumericsTensors))]
    public void Every_library_says_that_it_can_be_trimmed_and_compiled_to_native_code(Type type)
    {
        var said = type.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Select(data => (data.Key, data.Value)).ToList();
        Assert.Contains(("IsTrimmable", "True"), said);
        Assert.Contains(("IsAotCompatible", "True"), said);
    }
}
